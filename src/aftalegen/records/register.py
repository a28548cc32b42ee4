"""`data/register.yaml`: Denmark's municipalities, with their codes and their health councils."""

from collections.abc import Mapping
from functools import cached_property

from aftalegen.records.types import (
    CONFIDENCE,
    NOTE,
    OFFICIAL_NAME,
    SOURCE,
    Confidence,
    KnownName,
    MunicipalityCode,
    Name,
)
from aftalegen.words.fact import Record, fact, optional


class KnownCode(Record):
    """Code: a municipality's code, and how well it is known."""

    code: MunicipalityCode = fact("Municipality code: three digits in quotation marks.")
    confidence: Confidence = fact(CONFIDENCE)
    source: Name = fact(SOURCE)


class Registered(Record):
    """Registered municipality: what the register says of one municipality."""

    name: Name = fact(OFFICIAL_NAME, examples=["Norddjurs Kommune"])
    code: KnownCode = fact("Code: in the register of municipalities.")
    region: Name = fact("Region: the official name of the region from 2027.")
    health_council: KnownName = fact("Health council: the «sundhedsråd» of the municipality.")


class Register(Record):
    """Register: Denmark's municipalities, their codes, health councils and regions.

    It is what names and codes are compared with; nothing of it is printed.
    """

    municipalities: tuple[Registered, ...] = fact("Municipalities: all of them.")
    note: str | None = optional(NOTE)

    @cached_property
    def by_name(self) -> Mapping[str, Registered]:
        """Each municipality by its official name."""
        return {one.name: one for one in self.municipalities}

    @cached_property
    def health_councils(self) -> frozenset[str]:
        """The names of the health councils."""
        return frozenset(one.health_council.name for one in self.municipalities)

    @cached_property
    def regions(self) -> frozenset[str]:
        """The official names of the regions."""
        return frozenset(one.region for one in self.municipalities)
