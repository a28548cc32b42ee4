"""The proof that the checks were asked of what goes out: nothing leaves the house without it.

Only `checks.run.proved` makes one. Whoever writes a release, a bundle, an addendum or a redline
takes it, so that no caller can forget the checks.
"""

from collections.abc import Callable, Sequence
from dataclasses import InitVar, dataclass

from aftalegen.build.annex import BuiltAnnex
from aftalegen.build.builder import Builder
from aftalegen.build.made_of import project_hash
from aftalegen.checks.finding import Checked
from aftalegen.checks.rules import ALL, rule_named
from aftalegen.document.nodes import Document
from aftalegen.records.project import Project
from aftalegen.records.selected import BundleAnnex
from aftalegen.template.facts import AnnexFacts
from aftalegen.words.faults import AftalegenError, Fault, InputError, UsageError, did_you_mean
from aftalegen.words.language import _
from aftalegen.words.refusals import REFUSALS

OURS = object()
"""What the checks show to make a proof."""

NEVER = frozenset(rule.name for rule in REFUSALS) | {"fact-missing", "placeholder-in-final"}
"""What no reason lets through: texts that cannot be made, hashes that are broken, hostile input,
and values that are missing in a final edition."""


@dataclass(frozen=True, slots=True)
class Passed:
    """A rule whose errors went out all the same, and the reason that somebody wrote."""

    rule: str
    because: str


@dataclass(frozen=True, slots=True)
class Beside:
    """A document that goes out beside an annex and is made of it, such as an addendum.

    `template` and `facts` are what it is made of.
    """

    annex: BundleAnnex
    template: str
    facts: AnnexFacts
    document: Document

    @property
    def name(self) -> str:
        """What it is called in findings: its bundle and its file name."""
        return f"{self.annex.bundle.key}/{self.document.file_name}"


MakeBeside = Callable[[Builder, BuiltAnnex, Sequence[BuiltAnnex]], "tuple[Beside, ...]"]
"""What goes out beside an annex, one of several; raises Errors where it cannot be made."""


@dataclass(frozen=True, slots=True)
class Refused:
    """What the checks found that stops a way out; `errors` keep annexes from being made."""

    checked: Checked
    annexes: tuple[BuiltAnnex, ...]
    errors: tuple[AftalegenError, ...]


@dataclass(frozen=True, slots=True)
class Proof:
    """That every rule was asked of exactly these annexes, and nothing stops them.

    `project` is the hash of all that they were made of, `findings` what was found and does not
    stop them, and `passed` what would have. `draft`: they go out as drafts, whatever they say.
    `beside` are the documents that go out with them, of which every rule was asked too.
    """

    seal: InitVar[object]
    project: str | None
    annexes: tuple[BuiltAnnex, ...]
    findings: tuple[Fault, ...]
    passed: tuple[Passed, ...]
    draft: bool
    beside: tuple[Beside, ...] = ()

    def __post_init__(self, seal: object) -> None:
        """Refuse to be made by anybody but the checks."""
        if seal is not OURS:
            raise TypeError("a proof is made by aftalegen.checks.run.proved only")

    @property
    def documents(self) -> dict[str, Document]:
        """The annexes as they were made, each by its key."""
        made = {one.selection.document_key: one.document for one in self.annexes}
        return {key: document for key, document in made.items() if document is not None}

    def of(self, project: Project, bundle: str | None = None) -> tuple[BuiltAnnex, ...]:
        """The annexes that were proved, of one bundle if asked for.

        Raises InputError where the project is another now, or it is of something else.
        """
        found = tuple(a for a in self.annexes if bundle in (None, a.selection.bundle.key))
        if not found or project_hash(project.folder) != self.project:
            message = _("the project has changed since it was checked")
            hint = _("ask again; nothing goes out that was not checked")
            raise InputError("changed-since-check", message, None, hint)
        return found

    def annex(self, project: Project, selection: BundleAnnex) -> BuiltAnnex:
        """One annex that was proved; raises InputError for one that was not."""
        for annex in self.of(project, selection.bundle.key):
            if annex.selection.document_key == selection.document_key:
                return annex
        message = _("{key} was not checked").format(key=selection.document_key)
        hint = _("ask again; nothing goes out that was not checked")
        raise InputError("changed-since-check", message, None, hint)

    def beside_of(self, project: Project, selection: BundleAnnex) -> tuple[Beside, ...]:
        """What goes out beside an annex that was proved; raises InputError as for the annex."""
        key = self.annex(project, selection).selection.document_key
        return tuple(one for one in self.beside if one.annex.document_key == key)


def passed_by(rules: Sequence[str], reasons: Sequence[str]) -> tuple[Passed, ...]:
    """Rules with the reason for each; raises UsageError for one that is unknown, or none."""
    if len(rules) != len(reasons):
        message = _("each --despite needs a --because of its own, with the reason")
        raise UsageError("despite-without-reason", message, None, _example())
    found = []
    for rule, because in zip(rules, reasons, strict=True):
        if rule_named(rule) is None:
            message = _("there is no rule «{name}»").format(name=rule)
            hint = did_you_mean(rule, (known.name for known in ALL))
            raise UsageError(
                "unknown-rule", message, None, hint or _("docs/regler.md has them all")
            )
        if rule in NEVER:
            message = _("«{name}» is never passed, whatever the reason").format(name=rule)
            raise UsageError("never-passed", message, None, _("mend what it tells of"))
        if not because.strip():
            message = _("the reason to pass «{name}» is empty").format(name=rule)
            raise UsageError("despite-without-reason", message, None, _example())
        found.append(Passed(rule, " ".join(because.split())))
    return tuple(found)


def _example() -> str:
    return _('for example: --despite excluded-term --because "quotes the decision"')
