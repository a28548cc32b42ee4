"""The sums that a sheet has itself, compared with those of its rows."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from aftalegen.desk.budgets.names import Names
from aftalegen.words.danish import kr
from aftalegen.words.language import _
from aftalegen.words.place import Source

_COUNTS = re.compile(r"\b(?:antal|gennemsnit|snit|median|max|min)\b")
_TOTALS = re.compile(
    r"(?:i alt|ialt|sum|total|samlet|antal|hele (?:regionen|landet)|alle kommuner|tilsammen"
    r"|gennemsnit)\b.*|.*\b(?:i alt|ialt|tilsammen)|\w*(?:total(?:er|en)?|sum(?:mer|men)?)\W*",
    re.DOTALL,
)
_LONGEST = 80


def is_total(text: str, names: Names) -> bool:
    """Whether the words at the start of a row say that it sums or counts others."""
    words = " ".join(text[: _LONGEST + 1].casefold().replace("-", " ").split()).strip(" :.=*")
    if len(words) > _LONGEST or names.is_known(text):
        return False
    return _TOTALS.fullmatch(words) is not None


def is_count(text: str) -> bool:
    """Whether a total counts, or is a mean, and so is no sum."""
    return _COUNTS.search(text[:_LONGEST].casefold()) is not None


@dataclass(frozen=True, slots=True)
class Total:
    """A sum in the sheet, and that of the rows above it; None where a row of them is refused."""

    place: Source
    amount: int
    of_rows: int | None

    @property
    def fits(self) -> bool:
        """Whether both are the same."""
        return self.amount == self.of_rows

    def told(self) -> str:
        """What is said of it."""
        if self.of_rows is None:
            return _("the sheet's sum {sum} cannot be compared: rows above it are refused").format(
                sum=kr(self.amount)
            )
        if self.fits:
            return _("the sheet's sum {sum} fits the rows").format(sum=kr(self.amount))
        more = self.amount - self.of_rows
        return _(
            "the sheet's sum {sum} differs by {difference} from that of the rows, {rows}"
        ).format(sum=kr(self.amount), difference=kr(more), rows=kr(self.of_rows))


@dataclass(slots=True)
class Sums:
    """What the rows of a sheet add up to, so far, since the last sum, and of each name."""

    _all: int = 0
    _since: int = 0
    _of: dict[str, int] = field(default_factory=dict)
    _whole: bool = True

    def add(self, municipality: str | None, task: str | None, kroner: int | None, *,
            whole: bool) -> None:  # fmt: skip
        """One row; `whole` where nothing of it was refused."""
        self._whole &= whole
        self._all += kroner or 0
        self._since += kroner or 0
        for key in (municipality, task):
            if key:
                self._of[key] = self._of.get(key, 0) + (kroner or 0)

    def compared(self, amount: int, names: Sequence[str], place: Source) -> Total:
        """A sum of the sheet beside the one of the rows that it most likely sums."""
        possible = [self._of.get(name, 0) for name in names] or [self._all, self._since]
        self._since = 0
        nearest = min(possible, key=lambda rows: abs(rows - amount))
        return Total(place, amount, nearest if self._whole or nearest == amount else None)
