"""The logo of the house as a picture of a known size, the same in Word and PDF."""

from dataclasses import dataclass
from pathlib import Path

from aftalegen.document.style import Style
from aftalegen.words.faults import InputError
from aftalegen.words.language import _
from aftalegen.words.picture import Unfit, picture

HEIGHT = 16.0
_PAPER = 210.0


@dataclass(frozen=True, slots=True)
class Logo:
    """A PNG and its size in millimetres; `text` says what it shows."""

    data: bytes
    text: str
    width: float
    height: float


def logo_of(style: Style) -> Logo | None:
    """The logo, 16 mm high, or lower where it would be wider than the text.

    Raises InputError for one that is damaged; whoever knows the project says where it is named.
    """
    if style.logo is None:
        return None
    file = Path(style.logo)
    data = file.read_bytes()
    try:
        found = picture(data)
    except Unfit as error:
        raise _unshown(file.name) from error
    if found.kind != "png":
        raise _unshown(file.name)
    room = _PAPER - style.margins.left - style.margins.right
    width = min(HEIGHT * found.width / found.height, room)
    return Logo(data, style.logo_text or "", width, width * found.height / found.width)


def _unshown(name: str) -> InputError:
    message = _("the logo «{name}» is damaged, or holds far more than a picture").format(name=name)
    hint = _("save it again as a PNG file without profiles and texts in it")
    return InputError("logo-damaged", message, None, hint)
