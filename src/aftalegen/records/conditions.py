"""The closed language of tests on facts: `set`, `>= 6 måneder`, `<= 60`, `in a, b`, `date<= …`."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

Kind = Literal["set", ">=", "<=", "in", "date<="]

_NUMBER = r"(?P<number>[0-9]{1,3}(?:[._]?[0-9]{3})*|[0-9]+)(?: *(?P<unit>måneder|måned|år|kr\.))?"
_FORMS: tuple[tuple[Kind, str], ...] = (
    ("set", r"set"),
    (">=", rf">= *{_NUMBER}"),
    ("<=", rf"<= *{_NUMBER}"),
    ("in", r"in +(?P<words>[^,]+(?:,[^,]+)*)"),
    ("date<=", r"date *<= *(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})"),
)
Value = str | int | bool | date | tuple[str, ...] | None
"""What a fact can be; a list is told by its words."""

_MONTHS = {"måned": 1, "måneder": 1, "år": 12}


@dataclass(frozen=True, slots=True)
class Condition:
    """A test as it is understood; `number` is in months where `in_months`."""

    kind: Kind
    number: int = 0
    in_months: bool = False
    words: tuple[str, ...] = ()
    day: date = date.min

    def passes(self, value: Value) -> bool:
        """Whether a value passes; one of another kind than the test is about does not."""
        match self.kind:
            case "set":
                return value is not None and value != "" and value != ()
            case ">=" | "<=":
                if isinstance(value, bool) or not isinstance(value, int):
                    return False
                return value >= self.number if self.kind == ">=" else value <= self.number
            case "in":
                if isinstance(value, tuple):
                    return any(one in self.words for one in value)
                said = str(value).lower() if isinstance(value, bool) else str(value)
                return value is not None and said in self.words
            case "date<=":
                return isinstance(value, date) and value <= self.day


def condition_of(text: str) -> Condition:
    """The test that a text is; raises ValueError for what is none."""
    for kind, form in _FORMS:
        if found := re.fullmatch(form, text.strip()):
            parts = found.groupdict()
            unit = parts.get("unit") or ""
            return Condition(
                kind,
                int(re.sub("[._]", "", parts.get("number") or "0")) * _MONTHS.get(unit, 1),
                unit in _MONTHS,
                tuple(word.strip() for word in (parts.get("words") or "").split(",")),
                date.fromisoformat(parts.get("day") or "0001-01-01"),
            )
    raise ValueError(text)


def _known(text: str) -> str:
    try:
        condition_of(text)
    except ValueError as error:
        raise PydanticCustomError("requirement-test", "no test") from error
    return text


ConditionText = Annotated[str, AfterValidator(_known)]
