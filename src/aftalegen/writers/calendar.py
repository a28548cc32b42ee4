"""Dates -> iCalendar (RFC 5545): whole days, lines of at most 75 octets that end in CRLF."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

LINE = 75
"""So many octets a line may have; a longer one goes on after a space on the next."""


@dataclass(frozen=True, slots=True)
class Event:
    """A whole day. `uid` stays the same when the day is moved, so that calendars move it too.

    `stamp` is the day of what it was told from, not of when it was written.
    """

    uid: str
    day: date
    summary: str
    description: str
    stamp: date


def calendar_ics(name: str, events: Sequence[Event]) -> bytes:
    """A calendar with these events, in the order given."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//aftalegen//aftalegen//DA",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{_escaped(name)}",
    ]
    for event in events:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{_escaped(event.uid)}",
            f"DTSTAMP:{event.stamp:%Y%m%d}T000000Z",
            f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}",
            f"SUMMARY:{_escaped(event.summary)}",
            *((f"DESCRIPTION:{_escaped(event.description)}",) if event.description else ()),
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return b"".join(part + b"\r\n" for line in lines for part in _folded(line))


def _escaped(text: str) -> str:
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return "\\n".join(text.splitlines())


def _folded(line: str) -> Iterator[bytes]:
    """The line in pieces of at most 75 octets; no character is cut in two."""
    piece = b""
    for sign in line:
        octets = sign.encode()
        if len(piece) + len(octets) > LINE:
            yield piece
            piece = b" "
        piece += octets
    yield piece
