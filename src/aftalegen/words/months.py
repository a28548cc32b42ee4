"""Months counted from a day: when a duty is due, how long a period is."""

from calendar import monthrange
from datetime import date, timedelta


def months_after(day: date, count: int) -> date:
    """The same day so many months later, or before; of a shorter month its last day.

    The first or last day that there is, where that would lie beyond.
    """
    months = day.year * 12 + day.month - 1 + count
    year, month = divmod(months, 12)
    if year < date.min.year:
        return date.min
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def months_in(first: date, last: date) -> int:
    """The whole months of a period, its last day in it: 1. januar to 30. juni are six."""
    end = last + timedelta(days=1) if last < date.max else last
    count = (end.year - first.year) * 12 + end.month - first.month
    return count if months_after(first, count) <= end else count - 1
