"""Meaning: names and titles that tell another edition or another day than the edition's."""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date

from aftalegen.checks.finding import AnnexRule
from aftalegen.checks.subject import AnnexUnderCheck
from aftalegen.document.walk import plain
from aftalegen.words.danish import MONTHS
from aftalegen.words.faults import Fault
from aftalegen.words.language import _, later
from aftalegen.words.place import Source

_DAY = re.compile(
    rf"\b(?P<day>\d{{1,2}})\.?\s(?P<month>{'|'.join(MONTHS)})\s(?P<year>\d{{4}})\b"
    r"|\b(?P<iso>\d{4}-\d\d-\d\d)\b|\b(?P<short>\d{1,2}[-./]\d{1,2}[-./]\d{4})\b"
    r"|(?<![^\W_])V(?P<edition>\d{8})(?!\d)",
    re.IGNORECASE,
)


def days_in(text: str) -> Iterator[tuple[str, date]]:
    """The days that a name tells, as they are written: «19. marts 2026», «V20260319»."""
    for found in _DAY.finditer(text):
        with suppress(ValueError):  # no day that exists
            yield found[0], _day(found)


def _day(found: "re.Match[str]") -> date:
    if found["iso"]:
        return date.fromisoformat(found["iso"])
    if found["edition"]:
        return date.fromisoformat(found["edition"])
    if found["short"]:
        day, month, year = map(int, re.split(r"[-./]", found["short"]))
        return date(year, month, day)
    return date(int(found["year"]), MONTHS.index(found["month"].lower()) + 1, int(found["day"]))


def name_of_another_edition(annex: AnnexUnderCheck) -> Iterator[Fault]:
    """Days and editions in the file name and the titles that are not the edition's."""
    bundle = annex.facts.bundle
    own = bundle.record.edition_date
    declared = {own, bundle.record.enters_into_force, bundle.record.agreement_date}
    of_file = {own}
    if amendment := annex.facts.amendment:  # it is named after the edition that it amends
        amended = {day for _words, day in days_in(amendment.record.amends)}
        declared |= {amendment.record.enters_into_force, *amended}
        of_file |= amended
    template = Source(f"templates/{annex.template}/template.yaml", 1)
    title = bundle.written.place(("title",))
    for text, place, allowed in (
        (annex.document.file_name, annex.facts.annex.file_name_place, of_file),
        (bundle.record.title, title, declared),
        (plain(annex.document.title), template, declared),
        (plain(annex.document.subtitle), template, declared),
    ):
        for words, day in days_in(text):
            if day not in allowed:
                message = _("«{words}» is not the edition's day: {edition}").format(
                    words=words, edition=bundle.record.edition
                )
                hint = _("write {date} or {edition} in the pattern of file names, or mend it")
                yield Fault(message, annex.project.exact(place, words), hint, len(words))


RULES = (
    AnnexRule(
        "name-of-another-edition", "meaning", "error",
        later("A file name or a title tells another day or edition than the bundle's."),
        later(
            "A day that is written by hand in a file name or a title stays when the edition "
            "changes, and then 38 files are named after a day on which nothing was sent. Let the "
            "name come from a pattern in file_names in the bundle: {date} and {edition} follow. "
            "In titles the day of the agreement and of its entry into force may stand too."
        ),
        name_of_another_edition,
    ),
)  # fmt: skip
