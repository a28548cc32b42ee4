"""Danish weekdays: counted back from a day over weekends, holidays and a body's own closed days."""

from collections.abc import Collection
from datetime import date, timedelta

_MOVING = (-3, -2, 0, 1, 39, 49, 50)
"""Days after Easter Sunday: Maundy Thursday to Easter Monday, Ascension Day, Whitsun."""
_FIXED = ((1, 1), (12, 25), (12, 26))
_LAST_PRAYER_DAY = 2023
"""Store bededag was a holiday up to this year."""


def weekday_before(
    day: date, count: int, *, saturday: bool = False, closed: Collection[str] = ()
) -> date:
    """The day that lies so many weekdays before `day`; the day itself does not count.

    `saturday`: whether it is a weekday; `closed` are days of the year ("12-24") that are none.
    """
    while count:
        day -= timedelta(days=1)
        count -= _is_weekday(day, saturday) and f"{day:%m-%d}" not in closed
    return day


def _is_weekday(day: date, saturday: bool) -> bool:
    return day.isoweekday() < (7 if saturday else 6) and day not in _holidays(day.year)


def _holidays(year: int) -> set[date]:
    easter = easter_sunday(year)
    moving = (*_MOVING, *((26,) if year <= _LAST_PRAYER_DAY else ()))
    return {
        *(date(year, month, day) for month, day in _FIXED),
        *(easter + timedelta(days=days) for days in moving),
    }


def easter_sunday(year: int) -> date:
    """Easter Sunday of a year, by the Gregorian rule."""
    century, golden = year // 100, year % 19
    moon = (19 * golden + century - century // 4 - (8 * century + 13) // 25 + 15) % 30
    moon -= moon // 28 * (1 - moon // 28 * (29 // (moon + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + moon + 2 - century + century // 4) % 7
    after = moon - weekday
    month = 3 + (after + 40) // 44
    return date(year, month, after + 28 - 31 * (month // 4))
