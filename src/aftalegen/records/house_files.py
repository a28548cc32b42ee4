"""The files beside the house style: a logo, and a region's own Word file."""

from pathlib import Path

from aftalegen.document.style import PNG, Style
from aftalegen.records import Known
from aftalegen.words.faults import InputError
from aftalegen.words.language import _
from aftalegen.words.picture import MOST_POINTS

MOST_LOGO_BYTES = 5_000_000
MOST_WORD_BYTES = 10_000_000


def logo_file(style: Known[Style], folder: Path) -> Path:
    """The logo's file: a PNG in the folder of the style, with words for what it shows."""
    name, place = style.record.logo or "", style.written.place(("logo",))
    message = _("the logo «{name}» is not in templates/house/").format(name=name)
    path = _beside(folder, name, InputError("logo-missing", message, place, _put_beside()))
    with path.open("rb") as file:
        head = file.read(24)
    across, down = (int.from_bytes(head[at : at + 4]) for at in (16, 20))
    if not head.startswith(PNG) or not across * down:
        raise InputError(
            "logo-not-png",
            _("the logo «{name}» is not a PNG file").format(name=name),
            place,
            _("save it as PNG, at least 400 pixels high; SVG cannot be shown in Word"),
        )
    if path.stat().st_size > MOST_LOGO_BYTES or across * down > MOST_POINTS:
        raise InputError(
            "logo-too-large",
            _("the logo «{name}» is too large").format(name=name),
            place,
            _("save it smaller: 16 mm high, it needs at most 1000 pixels"),
        )
    if not (style.record.logo_text or "").strip():
        raise InputError(
            "logo-without-text",
            _("the logo has no text for those who cannot see it"),
            style.written.place(("logo_text",)),
            _("add logo_text with what it shows, for example «Region Midtjylland»"),
        )
    return path


def word_file(style: Known[Style], folder: Path) -> Path:
    """The house's own Word file, in the folder of the style; the Word writer reads it."""
    name, place = style.record.word_file or "", style.written.place(("word_file",))
    message = _("the Word file «{name}» is not in templates/house/").format(name=name)
    path = _beside(folder, name, InputError("word-file-missing", message, place, _put_beside()))
    if path.suffix.lower() != ".docx" or path.stat().st_size > MOST_WORD_BYTES:
        raise InputError(
            "word-file-not-docx",
            _("«{name}» is not a .docx of at most 10 MB").format(name=name),
            place,
            _("save it in Word as a document without macros (.docx)"),
        )
    return path


def _beside(folder: Path, name: str, missing: InputError) -> Path:
    """A file of the folder; raises the error where it is not there, or somewhere else."""
    path = (folder / name).resolve()
    if not (path.is_file() and path.is_relative_to(folder.resolve())):
        raise missing
    return path


def _put_beside() -> str:
    return _("put the file beside style.yaml and write its name, or write null")
