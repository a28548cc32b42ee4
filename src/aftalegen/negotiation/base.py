"""Which text a returned file was edited in: an edition's, the project's as it is now, or one kept.

The file itself says it. Where it does not (its properties were taken out, or its words stand in
somebody's own file) the words decide, and a person confirms it.
"""

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from aftalegen.build.builder import Builder
from aftalegen.build.sent_texts import kept_text, kept_texts
from aftalegen.document.nodes import Document, Revision
from aftalegen.document.style import Style
from aftalegen.negotiation.opening import WordFile
from aftalegen.negotiation.places import TitlePage
from aftalegen.negotiation.printed import Printed, printed, section_numbers
from aftalegen.negotiation.running import Read
from aftalegen.negotiation.walking import read_body
from aftalegen.records.project import Project
from aftalegen.records.released import edition_names
from aftalegen.records.selected import BundleAnnex
from aftalegen.words.faults import AftalegenError, InputError
from aftalegen.words.language import _
from aftalegen.words.place import Source
from aftalegen.words.signs import as_compared
from aftalegen.writers.word.sent import Sent, text_known_by

if TYPE_CHECKING:
    from aftalegen.editions.edition import Editions

State = Literal["released", "now", "sent"]

LIKE = 0.6
"""The share of passages that are the same from which a file is taken for an agreement of ours."""


_AGREEMENT = "bundle/municipality/task/template"
"""What the key of an agreement says; letters, lists and items have fewer parts, or more."""


@dataclass(frozen=True, slots=True)
class Whose:
    """Which text was edited, without its words: the annex's key, and the edition.

    `state`: it is that of a released edition, what the project says now, or what it said when it
    was sent. `later` is the last edition where that is another one. `tracked`: tracking was on
    when the file was sent.
    """

    key: str
    edition: str
    state: State
    later: str
    tracked: bool


@dataclass(frozen=True, slots=True)
class Base:
    """The text that was edited: its document, its edition, and what is known of it.

    `state` and `later` are as in `Whose`. `style` is that of the file, where the file says that
    it is ours.
    """

    document: Document
    edition: str
    state: State
    later: str = ""
    sent: tuple[Printed, ...] = ()
    numbers: Mapping[str, str] = field(default_factory=dict)
    ours: Revision | None = None
    style: Style | None = None

    @property
    def whose(self) -> Whose:
        """What is told of it."""
        tracked = bool(self.document.draft or self.ours)
        return Whose(self.document.key, self.edition, self.state, self.later, tracked)


@dataclass(frozen=True, slots=True)
class Named:
    """What a person says of a file that does not say it: whose annex, and which edition."""

    municipality: str | None = None
    task: str | None = None
    edition: str | None = None


class Bases:
    """The texts of a project that files may come back of, each made or read once."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.builder = Builder(project)
        self._working: dict[str, Document | None] = {}
        self._all: Sequence[BundleAnnex] | None = None

    @cached_property
    def editions(self) -> "Editions":
        """The editions; what reads them is loaded where there are some."""
        from aftalegen.editions.edition import Editions

        return Editions(self.project)

    def __reduce__(self) -> tuple[type["Bases"], tuple[Project]]:
        """In another process it reads them anew."""
        return Bases, (self.project,)

    def annex(self, key: str) -> BundleAnnex | None:
        """The annex of this name, as the bundles are now."""
        return next((one for one in self._annexes() if one.document_key == key), None)

    def title_page(self, key: str) -> TitlePage:
        """Where the title page of an annex is written, by the names of its lines."""
        annex = self.annex(key)
        if annex is None:
            return {}
        head = self.builder.templates.read(annex.template).head
        at = head.written.place
        facts = {one.label: at(("facts", n)) for n, one in enumerate(head.record.facts)}
        return {"": at(()), "title": at(("title",)), "subtitle": at(("subtitle",)), **facts}

    def of(self, file: WordFile, named: Named) -> Base:
        """The text that a file was edited in; raises InputError where that cannot be known."""
        if file.sent is not None:
            return self._said(file, file.sent)
        return self._likely(file, named)

    def _said(self, file: WordFile, sent: Sent) -> Base:
        bundle = sent.key.partition("/")[0]
        for name in self._released(bundle, sent.edition):
            edition = self.editions.read(bundle, name)
            document = edition.document(sent.key)
            if document is not None and text_known_by(document) == sent.text:
                base = self._base(document, bundle, "released")
                return replace(base, ours=sent.revision, style=edition.style)
        stopped: AftalegenError | None = None
        try:
            working = self._now(sent.key)
        except AftalegenError as error:
            working, stopped = None, error
        if working is not None and text_known_by(working) == sent.text:
            base = self._base(working, bundle, "now")
            return replace(base, ours=sent.revision, style=self.project.style)
        kept = kept_text(
            self.project.folder, sent
        )  # where it is, what stops the other is not asked
        if kept is None:
            raise stopped or self._unknown(file, sent)
        base = self._base(kept, bundle, "sent")
        return replace(base, ours=sent.revision, style=self.project.style)

    def _released(self, bundle: str, edition: str) -> Iterator[str]:
        """The editions of a bundle, the one that a file names first."""
        names = edition_names(self.project, bundle)
        yield from (name for name in names if name == edition)
        yield from (name for name in names if name != edition)

    def _base(self, document: Document, bundle: str, state: State) -> Base:
        names = edition_names(self.project, bundle)
        is_last = not names or state != "released" or names[-1] == document.edition
        later = "" if is_last else names[-1]
        sent, numbers = printed(document), section_numbers(document)
        return Base(document, document.edition, state, later, sent, numbers)

    def _now(self, key: str) -> Document | None:
        """The annex as the project says it now, None where it has none; raises what stops it."""
        if key not in self._working:
            annex = self.annex(key)
            made = None if annex is None else self.builder.annex_as_confirmed(annex)[0]
            self._working[key] = made
        return self._working[key]

    def _annexes(self) -> Sequence[BundleAnnex]:
        if self._all is None:
            self._all = self.project.select((), None, None).annexes
        return self._all

    def _unknown(self, file: WordFile, sent: Sent) -> InputError:
        if sent.key.count("/") != _AGREEMENT.count("/"):
            message = _("the file is «{key}», which was made beside the agreements and is none")
            hint = _(
                "choose the agreement that came back; what somebody answers to a letter is written "
                "in a workbook that receive reads, a row for each wish"
            )
            return _refused(file, "returned-not-ours", message.format(key=sent.key), hint)
        if self.annex(sent.key) is None:
            message = _("the file was sent out as «{key}», which is no annex of this project")
            hint = _("go to the project that it was sent from, or say it with --project")
            return _refused(file, "returned-not-ours", message.format(key=sent.key), hint)
        message = _(
            "the text that was edited is not here: {edition} as it was sent is neither released "
            "nor kept, nor what the project says now"
        ).format(edition=sent.edition)
        hint = _("get the data and templates back as they were when it was sent, and try again")
        return _refused(file, "returned-base-gone", message, hint)

    # --- by the words -----------------------------------------------------------------------------

    def _likely(self, file: WordFile, named: Named) -> Base:
        """The text that a file says most of; taken only where a person has named it."""
        read = read_body(file.body)

        def like(one: Base) -> tuple[float, int]:
            return _likeness(read, one)

        who = (named.municipality,) if named.municipality else ()
        each = (self._texts(x, named) for x in self.project.select(who, named.task, None).annexes)
        first = [(one, more) for more in each if (one := next(more, None)) is not None]
        nearest, more = max(first, key=lambda pair: like(pair[0]), default=(None, iter(())))
        best = max((nearest, *more), key=like) if nearest else None
        share = like(best)[0] if best else 0.0
        if best is None or share < LIKE:
            message = _("the file says nothing of which agreement it is, and is like none of ours")
            hint = _("choose the file that came back, or name its annex: --municipality, --task")
            raise _refused(file, "returned-not-ours", message, hint)
        whose = self.annex(best.document.key)
        if whose is None or not (named.edition and named.municipality):
            name = whose.municipality if whose else best.document.key
            message = _(
                "the file does not say which agreement it is; {percent} % of it is as in {name}, "
                "{edition}"
            ).format(percent=int(share * 100), name=best.document.file_name, edition=best.edition)
            hint = _(
                "if that is so: --municipality {name} --task {task} --edition {edition}"
            ).format(name=name, task=whose.task if whose else "", edition=best.edition)
            raise _refused(file, "returned-unconfirmed", message, hint)
        return best

    def _texts(self, annex: BundleAnnex, named: Named) -> Iterator[Base]:
        """The texts that went out of an annex: released, as it is now, and kept; newest first."""
        bundle, key = annex.bundle.key, annex.document_key
        for name in reversed(edition_names(self.project, bundle)):
            document = self.editions.read(bundle, name).document(key)
            if document is not None and named.edition in (None, name):
                yield self._base(document, bundle, "released")
        with contextlib.suppress(AftalegenError):  # one that cannot be made now may have been sent
            now = self._now(key)
            if now is not None and named.edition in (None, now.edition):
                yield self._base(now, bundle, "now")
        for document in kept_texts(self.project.folder, key):
            if named.edition in (None, document.edition):
                yield self._base(document, bundle, "sent")


def _likeness(read: Read, base: Base) -> tuple[float, int]:
    """The share of a file's passages that say what one of the text does; how few it lacks then."""
    said = {tuple(map(as_compared, one.words)) for one in base.sent}
    passages = [tuple(map(as_compared, one.before)) for one in read.passages]
    share = sum(1 for one in passages if one in said) / max(len(passages), 1)
    return share, -len(said.difference(passages))


def _refused(file: WordFile, rule: str, message: str, hint: str) -> InputError:
    return InputError(rule, message, Source(file.about.name, 1), hint)
