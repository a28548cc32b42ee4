"""Whether amounts are likely counted in kroner: what is known and what is said decides."""

from collections.abc import Iterable, Iterator, Sequence

from aftalegen.desk.budgets.rows import Told
from aftalegen.records.municipality import Budget
from aftalegen.words import danish
from aftalegen.words.faults import AftalegenError, InputError
from aftalegen.words.language import _

LEAST = 100_000
"""Where all amounts are below this, they could be thousands."""
LEAST_ONE = 10_000
"""No municipality has so little for a task: one such amount is enough to ask."""


def require_likely(old: Budget, told: Told) -> None:
    """A thousandth or a thousandfold of what is known is a wrong unit until someone says no.

    Where no unit is said, so is what is near to it. What the same workbook gave before may be
    corrected by it, once it says the unit.
    """
    before, after = old.fixed_annual, told.amount
    if not before or not after:
        return
    small, large = sorted((before, after))
    factor = next((f for f in (1000, 1_000_000) if _is_near(large, small * f, told)), None)
    if factor is None or (told.unit and _gave(told, old)):
        return
    message = _("{new} is {factor} times {way} the amount that stands, {old}").format(
        new=danish.kr(after),
        old=danish.kr(before),
        factor=danish.number(round(large / small)),
        way=_("below") if after < before else _("above"),
    )
    hint = _("write the unit in the heading: «Beløb (mio. kr.)»; or set it to null first")
    raise InputError("unit-unlikely", message, told.place, hint)


def _is_near(large: int, expected: int, told: Told) -> bool:
    if told.unit:
        return large == expected
    return expected <= 4 * large and large <= 4 * expected


def _gave(told: Told, old: Budget) -> bool:
    """Whether the amount that stands comes from the same workbook."""
    return f"{told.place.file}, ark «" in (old.source or "")


def unit_questions(rows: Iterable[tuple[Told, int | None]]) -> Iterator[AftalegenError]:
    """For each sheet whose amounts could be thousands, and no unit is said, a question."""
    sheets: dict[str | None, list[tuple[Told, int | None]]] = {}
    for told, known in rows:
        if told.amount and told.unit is None:
            sheets.setdefault(told.place.sheet, []).append((told, known))
    for of_sheet in sheets.values():
        unknown = [told for told, known in of_sheet if not known]
        if unknown and _could_be_thousands(unknown):
            yield _question(unknown)


def _could_be_thousands(rows: Sequence[Told]) -> bool:
    amounts = [told.amount or 0 for told in rows]
    return max(amounts) < LEAST or min(amounts) < LEAST_ONE


def _question(rows: Sequence[Told]) -> InputError:
    least = min(rows, key=lambda told: told.amount or 0)
    message = _("no unit is said, and {amount} could be {thousands}").format(
        amount=danish.number(least.amount or 0), thousands=danish.kr((least.amount or 0) * 1000)
    )
    hint = _("write the unit in the heading, or choose it: --unit kr, --unit 1000 or --unit mio")
    return InputError("unit-missing", message, least.place, hint)
