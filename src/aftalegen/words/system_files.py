"""Files that systems and open editors leave in a folder beside what people put there."""

import re

_LEFT = re.compile(
    r"\.DS_Store|\._.+|\.(Spotlight-V100|Trashes|fseventsd|TemporaryItems)|__MACOSX"
    r"|Thumbs\.db|ehthumbs\.db|desktop\.ini"  # Finder and Windows Explorer
    r"|~\$.+|\.~lock\..+#|~WRL[0-9]+\.tmp"  # Word and LibreOffice, while a document is open
    r"|\.#.+|#.+#|.+~|\..+\.sw[a-p]|\..+\.un~|4913|.+___jb_(?:tmp|old)___"  # Emacs, Vim, JetBrains
    r"|\.directory|\.nfs[0-9a-f]+|\.aftalegen-.+",
    re.IGNORECASE,
)


def is_left_by_a_program(name: str) -> bool:
    """Whether a file, or a folder it lies in, is one of theirs: '~$lag 2.docx', '.DS_Store'."""
    return any(_LEFT.fullmatch(part) for part in name.split("/"))


def is_passed_over(name: str) -> bool:
    """Whether a file or folder of a project is nobody's text: hidden, or left by a program."""
    return name.startswith(".") or is_left_by_a_program(name)
