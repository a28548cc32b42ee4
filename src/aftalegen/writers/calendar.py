"""Dates -> iCalendar (RFC 5545): whole days with an alarm, which a later calendar moves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from icalendar import Event as Entry

_BEGINNING = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Event:
    """A whole day. `uid` stays the same when the day is moved, so that calendars move it too.

    `alarm_days` before it somebody is reminded. It comes again each `every` months, up to the day
    `until` if one is known.
    """

    uid: str
    day: date
    summary: str
    description: str
    alarm_days: int
    every: int = 0
    until: date | None = None


def calendar_ics(name: str, events: Sequence[Event], stamp: datetime, about: str = "") -> bytes:
    """A calendar with these events, in the order given, and what there is to say about it.

    Of two calendars the one with the later `stamp` counts: each event's sequence follows it.
    """
    from icalendar import Calendar, vText  # slow to load, and few ask for a calendar

    calendar = Calendar()
    calendar.add("prodid", "-//aftalegen//aftalegen//DA")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", _line(name))
    if about:
        calendar.add("x-wr-caldesc", vText(about))
    for event in events:
        calendar.add_component(_entry(event, stamp))
    data: bytes = calendar.to_ical(sorted=False)
    return data


def _entry(event: Event, stamp: datetime) -> "Entry":
    from icalendar import Alarm
    from icalendar import Event as Entry

    entry = Entry()
    entry.add("uid", event.uid)
    entry.add("dtstamp", stamp)
    entry.add("sequence", int((stamp - _BEGINNING).total_seconds()) // 60)
    entry.add("dtstart", event.day)
    entry.add("summary", _line(event.summary))
    if event.description:
        entry.add("description", event.description)
    if event.every:
        years, months = divmod(event.every, 12)
        step = ("monthly", event.every) if months else ("yearly", years)
        rule: dict[str, object] = dict(zip(("freq", "interval"), step, strict=True))
        if event.until:
            rule["until"] = event.until
        entry.add("rrule", rule)
    entry.add("transp", "TRANSPARENT")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", ". ".join((_line(event.summary), *event.description.splitlines())))
    alarm.add("trigger", -timedelta(days=event.alarm_days))
    entry.add_component(alarm)
    return entry


def _line(text: str) -> str:
    return " ".join(text.splitlines())
