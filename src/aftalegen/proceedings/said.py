"""What a body decided, as people say it, whether typed as a command or in a row of a workbook."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from aftalegen.records.project import Project
from aftalegen.words import danish
from aftalegen.words.faults import AftalegenError, InputError, UsageError, did_you_mean
from aftalegen.words.language import _, later
from aftalegen.words.place import Source

OUTCOMES: Mapping[str, tuple[str, ...]] = {
    "approved": ("godkendt", "godkendes", "tiltrådt", "tiltrædes", "vedtaget"),
    "recommended": ("anbefalet", "anbefales", "anbefales godkendt", "indstillet", "indstilles",
                    "indstillet til godkendelse"),
    "noted": ("taget til efterretning", "tages til efterretning", "til efterretning"),
    "postponed": ("udsat", "udsættes", "udskudt"),
    "rejected": ("afvist", "afvises", "forkastet", "ikke godkendt", "ikke tiltrådt"),
    "planned": ("planlagt", "planlægges"),
}  # fmt: skip
"""How minutes say what the data call by one word."""
OUTCOME_WORDS: Mapping[str, str] = {
    "approved": later("approved"),
    "recommended": later("recommended"),
    "noted": later("noted"),
    "postponed": later("postponed"),
    "rejected": later("rejected"),
    "planned": later("planned"),
}
"""How it is told in the language in force."""
_REMARK = re.compile(r"(?:en |et )?(?:bemærkning(?:er)?|forbehold)")
_WITH = re.compile(r"(?P<head>.+?),? med (?P<remark>.+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says that a body decided; `places` has the cells of a workbook by field."""

    who: str
    body: str
    day: str
    outcome: str
    remarks: tuple[str, ...] = ()
    edition: str | None = None
    agreement: str | None = None
    source: str | None = None
    sent: str | None = None
    waived: str | None = None
    extraordinary: bool = False
    places: Mapping[str, Source] = field(default_factory=dict)

    def wrong(self, name: str, rule: str, message: str, hint: str | None) -> AftalegenError:
        """That something of it is wrong: at its cell, or as it was typed."""
        if self.places:
            place = self.places.get(name) or next(iter(self.places.values()))
            return InputError(rule, message, place, hint)
        return UsageError(rule, message, None, hint)

    def on(self, name: str) -> date | None:
        """The day that a field says, however Danes write it; raises for what is none."""
        text: str | None = getattr(self, name)
        if text is None:
            return None
        found = danish.day_in(text)
        if found is None:
            message = _("«{day}» is not a date").format(day=text)
            raise self.wrong(name, "not-a-date", message, _("write it as 24-03-2026"))
        return found

    def said_outcome(self) -> tuple[str, str | None, tuple[str, ...]]:
        """The outcome, the words that the minutes have for it, and its remarks."""
        words = " ".join(self.outcome.split()).strip(" .")
        parts = _WITH.fullmatch(words)
        if (code := _outcome(words)) is not None or parts is None:
            return code or self._unknown(words), _wording(words), self.remarks
        code, remark = _outcome(parts["head"]), parts["remark"]
        if code is None:
            self._unknown(words)
        bare = _REMARK.fullmatch(remark.casefold())
        if bare and not self.remarks:
            message = _("what the remark is, is not said")
            hint = _("say it after --with, or in the column «Bemærkning»")
            raise self.wrong("outcome", "remark-missing", message, hint)
        own = () if bare else (danish.capitalized(remark),)
        return str(code), danish.capitalized(words), tuple(dict.fromkeys((*own, *self.remarks)))

    def _unknown(self, words: str) -> str:
        known = [word for words in OUTCOMES.values() for word in words]
        message = _("«{outcome}» is no outcome").format(outcome=words)
        first = _("known: {names}").format(names=", ".join(names[0] for names in OUTCOMES.values()))
        near = did_you_mean(words.casefold(), known)
        raise self.wrong("outcome", "unknown-outcome", message, near or first)


def _outcome(words: str) -> str | None:
    said = words.casefold().strip(" .")
    return next((c for c, names in OUTCOMES.items() if said == c or said in names), None)


def _wording(words: str) -> str | None:
    """The words as minutes have them; of a code, and of what is only planned, none."""
    known = words.casefold() in OUTCOMES or _outcome(words) == "planned"
    return None if known else danish.capitalized(words)


def in_words(project: Project, words: Sequence[str]) -> tuple[str, str, str, str]:
    """Who, which body, the day and the outcome in words as they are typed after a command.

    ('norddjurs', 'byråd', '24.', 'marts', '2026', 'godkendt') is of the municipality Norddjurs.
    """
    words = [word for typed in words for word in typed.split()]
    found = _day_among(words)
    keys = {key for kind in ("municipalities", "bundles", "regions") for key in project.keys(kind)}
    start, end = found or (0, 0)
    who = next(danish.whole_names(words[:start], lambda n: danish.ascii_key(n) in keys), "")
    body, outcome = words[len(who.split()) : start], words[end:]
    if not (who and body and outcome):
        message = _("who, which body, when and what are to be said, in that order")
        hint = "aftalegen approval norddjurs byråd 24-03-2026 godkendt"
        raise UsageError("nothing-asked", message, None, hint)
    return who, " ".join(body), " ".join(words[start:end]), " ".join(outcome)


def _day_among(words: Sequence[str]) -> tuple[int, int] | None:
    """Where the day stands among words; what has digits and is none is taken for it."""
    for start in range(len(words)):
        for end in range(start + 1, min(start + 3, len(words)) + 1):
            if danish.day_in(" ".join(words[start:end])):
                return start, end
    digits = (n for n, word in enumerate(words) if n > 1 and any(c.isdigit() for c in word))
    wrong = next(digits, None)
    return None if wrong is None else (wrong, wrong + 1)
