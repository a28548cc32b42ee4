"""The fields of a region's Word file, read one by one: a few live on, some become words.

A field is `begin`, its code, `separate`, what it shows, `end`, over as many runs as Word likes; or
one element with its code. A code is a word of ours with its switches, or the field is refused.
"""

import re
from dataclasses import dataclass

from aftalegen.words.language import _
from aftalegen.writers.word.ooxml import Element, qualified

LINK = r"(?:https?://|mailto:|tel:)[^\s\"<>\\]+"
"""An address that a reader follows: of the web, of post, of a telephone."""

_LOOKS = r"\s*\\\*\s*\w+|\s*\\\#\s*(?:\"[0\#.,\s-]*\"|[0\#.,]+)"
_LIVES = re.compile(
    rf"""\s*(?:
    (?:PAGE|NUMPAGES|SECTION|SECTIONPAGES)(?:{_LOOKS})*
    |STYLEREF\s+(?:"[^"\\]+"|\w+)(?:\s*\\[lnprtw]|{_LOOKS})*
    |HYPERLINK\s+"{LINK}"(?:\s+\\o\s+"[^"\\]*")?
    )\s*""",
    re.VERBOSE | re.IGNORECASE,
)
_BECOMES_WORDS = re.compile(r"\s*DOC(?:PROPERTY|VARIABLE)\s", re.IGNORECASE)
_SIMPLE, _CHAR, _CODE = qualified("fldSimple"), qualified("fldChar"), qualified("instrText")
_SHOWN = tuple(qualified(name) for name in ("t", "sym", "drawing", "pict"))


class NotAdmitted(Exception):
    """What may not be taken from a region's Word file: the rule, and the reason in words."""

    def __init__(self, rule: str, reason: str, hint: str | None = None) -> None:
        super().__init__(rule, reason)
        self.rule, self.reason, self.hint = rule, reason, hint


@dataclass(slots=True)
class _Field:
    """A field that has begun: the elements that are not what it shows, and its code so far."""

    marks: list[Element]
    code: str = ""
    shows: bool = False


def close_fields(root: Element) -> None:
    """Leaves in a part the fields that may live; raises NotAdmitted for others.

    A property of the file becomes the words that it shows: the file it is of is not the one
    that is written.
    """
    begun: list[_Field] = []
    for element in list(root.iter(_SIMPLE, _CHAR, _CODE, *_SHOWN)):
        kind = element.get(qualified("fldCharType")) if element.tag == _CHAR else ""
        if begun and not begun[-1].shows and _is_shown(element, kind):
            raise _refused(f"{begun[-1].code} …")  # a code that is computed from something
        match element.tag, kind:
            case tag, _kind if tag == _SIMPLE:
                code = element.get(qualified("instr"), "")
                if _becomes_words(code):
                    unwrap(element)
            case tag, _kind if tag == _CODE and begun and not begun[-1].shows:
                begun[-1].code += element.text or ""
                begun[-1].marks.append(element)
            case tag, _kind if tag in _SHOWN:
                pass
            case _char, "begin":
                begun.append(_Field([element]))
            case _char, "separate" if begun and not begun[-1].shows:
                begun[-1].shows = True
                begun[-1].marks.append(element)
            case _char, "end" if begun:
                _end(begun.pop(), element)
            case _:
                raise _refused(element.text or str(kind))
    if begun:
        raise _refused(begun[-1].code)


def _is_shown(element: Element, kind: str | None) -> bool:
    is_shown = element.tag in _SHOWN and (element.tag != qualified("t") or element.text)
    return bool(is_shown) or element.tag == _SIMPLE or kind == "begin"


def _end(ended: _Field, last: Element) -> None:
    if _becomes_words(ended.code):
        for mark in (*ended.marks, last):
            parent = mark.getparent()
            assert parent is not None, "a part begins with no field"
            parent.remove(mark)


def _becomes_words(code: str) -> bool:
    """Whether a field becomes what it shows; raises NotAdmitted for one that may not be there."""
    if _LIVES.fullmatch(code):
        return False
    if _BECOMES_WORDS.match(code):
        return True
    raise _refused(code)


def unwrap(element: Element) -> None:
    """Leaves what stands in an element in its place."""
    parent = element.getparent()
    assert parent is not None, "a root is never taken away"
    at = parent.index(element)
    parent[at : at + 1] = list(element)


def _refused(code: str) -> NotAdmitted:
    said = " ".join(code.split())[:60] or "?"
    message = _("it has the field «{code}», which may not live in a document").format(code=said)
    hint = _("write words there; what may live is PAGE, NUMPAGES, SECTIONPAGES, STYLEREF and links")
    return NotAdmitted("word-file-active", message, hint)
