"""What the records share: kinds of value, the words of common keys, and parts of several records.

One word all the way through: the key in the YAML is the name in the model, in
the template and in the log. A fact that may be `null` has a `title`: the Danish
words that a draft shows in its place ("[årligt beløb afventer]"). Facts and
rules come from the case files; each YAML file says which beside the fact.
"""

import contextlib
import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from aftalegen.document.nodes import EDITION_NAME
from aftalegen.words import danish
from aftalegen.words.alphabet import KEY, is_file_name
from aftalegen.words.amount import UNITS, AmbiguousAmount
from aftalegen.words.fact import Record, fact, optional
from aftalegen.words.language import later

Confidence = Literal["case-file", "found", "found-old", "inferred", "unverified", "draft"]
"""How well a fact is known: in the case files, in another public source, in one
more than four years old, concluded from several, from memory (to be confirmed), or from a draft
or an answer to a hearing. The last three must be confirmed before a final edition prints them."""


def _iso_date(value: Any) -> Any:
    """A date written `2026-03-19`; anything else is refused."""
    if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        with contextlib.suppress(ValueError):  # a day that does not exist
            return date.fromisoformat(value)
    if isinstance(value, date):
        return value
    meant = danish.day_in(value) if isinstance(value, str) else None
    raise PydanticCustomError(
        "not-a-date", "no date as 2026-03-19", {"meant": meant.isoformat() if meant else ""}
    )


def _kroner(value: Any) -> Any:
    """Whole kroner from `4422000`, `4_422_000` or "4.422.000"; `4.422` is ambiguous."""
    if not isinstance(value, str):
        return value
    try:
        return danish.parse_kroner(value)
    except AmbiguousAmount as error:
        if any(reading != int(reading) for reading in error.readings):
            raise PydanticCustomError("not-an-amount", "no whole kroner") from error
        small, large = map(int, error.readings)
        found = {"small": small, "large": large}
        raise PydanticCustomError("ambiguous-amount", "{small} or {large}", found) from error
    except ValueError as error:
        raise PydanticCustomError("not-an-amount", "no whole kroner") from error


def _without_register_zero(value: Any) -> Any:
    """A municipality's code as registers write it, "0707", is the code "707"."""
    if isinstance(value, str) and re.fullmatch(r"0[0-9]{3}", value):
        return value[1:]
    return value


# Editors read YAML 1.2, where 4_422_000 is a text: their schema says both ways of writing it.
_DIGITS = {"type": "string", "pattern": r"^[1-9][0-9]{0,2}(_[0-9]{3})+$"}
_KR = r"(?:(?:[Kk]r\.?|DKK|dkk) ?)"
_WHOLE = r"(?:[0-9]+|[0-9]{1,3}(?:(?:\.[0-9]{3})+|(?: [0-9]{3})+|(?:'[0-9]{3})+))"
_UNIT = "|".join((*(form for _unit, form in UNITS), "DKK"))
_AMOUNT = {
    "type": "string",
    "pattern": "".join(
        (
            "^",
            rf"(?!{_KR}?[0-9]{{1,3}}\.[0-9]{{3}} ?m)(?![0-9]{{1,3}}\.[0-9]{{3}}$)",  # two readings
            rf"(?!{_KR}?[1-9][0-9]{{0,2}},[0-9]{{3}} ?t)",
            rf"(?!.*,[0-9]+(?: ?(?:{_KR}|kroner))?(?: ?,-)?$)",  # not whole kroner
            r"(?!.*,[0-9]{4,} ?t)(?!.*,[0-9]{7,})",
            rf"{_KR}?{_WHOLE}(?:,[0-9]+)?(?: ?(?:{_UNIT}))?$",
        )
    ),
}
"""As `words.amount` reads one, as far as a pattern can say it."""

MunicipalityCode = Annotated[
    str,
    BeforeValidator(_without_register_zero),
    StringConstraints(pattern=r"^[1-9][0-9]{2}$"),
    WithJsonSchema({"type": "string", "pattern": "^0?[1-9][0-9]{2}$"}),
]
IsoDate = Annotated[
    date,
    BeforeValidator(_iso_date),
    WithJsonSchema({"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}),
]
Kroner = Annotated[
    int,
    BeforeValidator(_kroner),
    Field(ge=0),
    WithJsonSchema({"anyOf": [{"type": "integer", "minimum": 0}, _DIGITS, _AMOUNT]}),
]
Count = Annotated[
    int, Field(ge=1), WithJsonSchema({"anyOf": [{"type": "integer", "minimum": 1}, _DIGITS]})
]
Key = Annotated[str, StringConstraints(pattern=f"^{KEY}$", max_length=80)]
Chosen = Annotated[
    dict[str, object], WithJsonSchema({"allOf": [{"$ref": "#/definitions/Choices"}]})
]
"""What is chosen, by the key of the choice; read against what the project declares."""
LawKey = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]+$", max_length=80)]
Edition = Annotated[str, StringConstraints(pattern=f"^{EDITION_NAME}$")]


def _file_name(value: str) -> str:
    """A file name that every system takes."""
    if not is_file_name(value):
        raise PydanticCustomError("file-name", "no file name everywhere")
    return value


FileName = Annotated[str, StringConstraints(min_length=1), AfterValidator(_file_name)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=300)]
PartyName = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=300),
    AfterValidator(danish.one_spaced),
]
"""A name that is looked for in other texts, so it has one form."""
Prose = Annotated[str, StringConstraints(min_length=1, max_length=100_000)]

CONFIDENCE = later(
    "Confidence: case-file (in the case), found (in another public source), found-old (in one "
    "older than about four years), inferred (concluded from several), unverified (from memory, "
    "to be confirmed), draft (in a draft or an answer to a hearing)."
)
SOURCE = later("Source: where the fact comes from.")
NOTE = later("Note: what one must know to use the fact; not printed.")
SOURCES = later("Sources: the source of each key above that has none of its own.")
WEBSITE = later("Website: without https://.")
SIGNATORIES = later("Signatories: the roles that sign, in order; never persons.")
CASE_NUMBER = later("Case number: in the case system.")
OFFICIAL_NAME = later("Official name: as the party is named in an agreement.")
ADDRESS = later("Address: the postal address.")
"""Words for keys that mean the same wherever they stand."""


class Noun(Record):
    """Noun: a common noun with the forms that an agreement needs.

    Danish has two genders, and "kommunalbestyrelsen" and "byrådet" differ:
    `gender` is `common` (den) or `neuter` (det).
    """

    indefinite: Name = fact("Indefinite form: «kommunalbestyrelse».")
    definite: Name = fact("Definite form: «kommunalbestyrelsen».")
    genitive: Name = fact("Genitive: «kommunalbestyrelsens».")
    gender: Literal["common", "neuter"] = fact("Gender: common (den) or neuter (det).")
    confidence: Confidence = fact(CONFIDENCE)
    source: Name = fact(SOURCE)
    note: str | None = optional(NOTE)


class KnownName(Record):
    """Name: a name, and how well it is known."""

    name: Name = fact("Name: the name as it is printed.")
    confidence: Confidence = fact(CONFIDENCE)
    source: Name = fact(SOURCE)
    note: str | None = optional(NOTE)


class Address(Record):
    """Address: a postal address."""

    street: Name | None = fact(
        "Street: with number; null if it is not known.",
        title="gade og nummer",
        examples=["Torvet 3"],
    )
    postal_code: Annotated[str, StringConstraints(pattern=r"^[0-9]{4}$")] | None = fact(
        "Postal code: four digits in quotation marks; null if it is not known.",
        title="postnummer",
        examples=["8500"],
    )
    city: Name = fact("City: the postal district.", examples=["Grenaa"])
    confidence: Confidence = fact(CONFIDENCE)
    source: Name = fact(SOURCE)
    note: str | None = optional(NOTE)
