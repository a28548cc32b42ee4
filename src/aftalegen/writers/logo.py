"""The logo of the house as a picture of a known size, the same in Word and PDF."""

from dataclasses import dataclass
from pathlib import Path

from aftalegen.document.style import PNG, Style

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
    """The logo, 16 mm high, or lower where it would be wider than the text."""
    if style.logo is None:
        return None
    data = Path(style.logo).read_bytes()
    assert data.startswith(PNG), "Project.style lets only PNG through"
    across, down = (int.from_bytes(data[at : at + 4], "big") for at in (16, 20))
    room = _PAPER - style.margins.left - style.margins.right
    width = min(HEIGHT * across / down, room)
    return Logo(data, style.logo_text or "", width, width * down / across)
