"""What is in a project: records by key, each read once, and the annexes that are asked for."""

from collections.abc import Iterator
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError

from aftalegen.records import Known, read_record, read_yaml
from aftalegen.records.bundle import Bundle
from aftalegen.records.choices import Declared, declared_choices, require_choices
from aftalegen.records.file_names import with_file_names
from aftalegen.records.files import files_in, lies_there
from aftalegen.records.finding import require_record
from aftalegen.records.selected import BundleAnnex, Selected, annexes_of
from aftalegen.records.types import Name, PartyName
from aftalegen.words.danish import ascii_key, whole_names
from aftalegen.words.faults import AftalegenError, Errors, InputError, UsageError, did_you_mean
from aftalegen.words.language import _
from aftalegen.words.place import Source

if TYPE_CHECKING:
    from aftalegen.document.style import Style
    from aftalegen.records.agenda import AgendaProfile
    from aftalegen.records.combinations import Combinations
    from aftalegen.records.decision import Decision
    from aftalegen.records.law import Law
    from aftalegen.records.municipality import Municipality
    from aftalegen.records.region import Region
    from aftalegen.records.register import Register
    from aftalegen.records.requirements import RequirementSet
    from aftalegen.records.task import Task

R = TypeVar("R", bound=BaseModel)

MOST_KEPT = 200
"""So many records of a kind are kept; thousands must not fill the memory."""


class Project:
    """The records of one project folder, read when asked for and then kept, up to a number.

    A kind of record is imported with the first of its kind: where nothing changed, none is.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._known: dict[str, dict[str, Known[BaseModel] | AftalegenError]] = {}

    def __reduce__(self) -> tuple[type["Project"], tuple[Path]]:
        """Another process is told the folder only, and reads for itself."""
        return Project, (self.folder,)

    # --- what is there ---

    def keys(self, kind: str) -> tuple[str, ...]:
        """The keys of one kind of record: the names of the files in `data/<kind>/`."""
        return tuple(sorted(p.stem for p in files_in(self.folder / "data" / kind, ".yaml")))

    def municipality(self, key: str) -> "Known[Municipality]":
        """The municipality with this key."""
        from aftalegen.records.municipality import Municipality

        return self._record("municipalities", key, Municipality)

    def task(self, key: str) -> "Known[Task]":
        """The task with this key."""
        from aftalegen.records.task import Task

        return self._record("tasks", key, Task)

    def region(self, key: str) -> "Known[Region]":
        """The region with this key."""
        from aftalegen.records.region import Region

        return self._record("regions", key, Region)

    def agenda(self, key: str) -> "Known[AgendaProfile]":
        """How agenda items are laid out, by the profile with this key."""
        from aftalegen.records.agenda import AgendaProfile

        return self._record("agendas", key, AgendaProfile)

    def bundle(self, key: str) -> Known[Bundle]:
        """The bundle with this key."""
        return self._record("bundles", key, Bundle)

    def requirement_set(self, key: str) -> "Known[RequirementSet]":
        """The set of requirements with this key."""
        from aftalegen.records.requirements import RequirementSet

        return self._record("requirements", key, RequirementSet)

    @cached_property
    def choices(self) -> Declared:
        """What may be chosen, as the templates declare it; raises Errors for what they cannot."""
        return declared_choices(self.folder / "templates")

    @cached_property
    def combinations(self) -> "Known[Combinations] | None":
        """Which choices can stand together; None where the project does not say."""
        from aftalegen.records.combinations import combinations

        return combinations(self.folder / "templates")

    @cached_property
    def law(self) -> "Known[Law]":
        """The register of statutory references."""
        from aftalegen.records.law import Law

        return read_record(self.folder / "data" / "law.yaml", "data/law.yaml", Law)

    @cached_property
    def register(self) -> "Known[Register] | None":
        """The register of municipalities and health councils; None where there is none."""
        from aftalegen.records.register import Register

        path = self.folder / "data" / "register.yaml"
        return read_record(path, "data/register.yaml", Register) if path.exists() else None

    @cached_property
    def style(self) -> "Style":
        """The house style, its files as absolute paths; raises InputError for a wrong file."""
        from aftalegen.records.house_files import logo_file, word_file

        known, folder = self._known_style, self.folder / "templates" / "house"
        files = {}
        if known.record.logo is not None:
            files["logo"] = str(logo_file(known, folder))
        if known.record.word_file is not None:
            files["word_file"] = str(word_file(known, folder))
        return known.record.model_copy(update=files) if files else known.record

    @cached_property
    def _known_style(self) -> "Known[Style]":
        from aftalegen.document.style import Style

        file = "templates/house/style.yaml"
        return read_record(self.folder / file, file, Style)

    def place_in_style(self, *path: str) -> Source:
        """Where the house style says something."""
        return self._known_style.written.place(path)

    @cached_property
    def decisions(self) -> "tuple[Known[Decision], ...]":
        """All decisions, oldest first; raises Errors for one that supersedes none that is there."""
        from aftalegen.records.decision import Decision

        keys = self.keys("decisions")
        found = [self._record("decisions", key, Decision) for key in keys]
        message = _("there is no decision «{key}» in data/decisions/")
        errors = [
            InputError(
                "no-such-decision",
                message.format(key=key),
                known.written.place(("supersedes", index)),
                did_you_mean(key, keys),
            )
            for known in found
            for index, key in enumerate(known.record.supersedes)
            if key not in keys
        ]
        if errors:
            raise Errors(errors)
        return tuple(sorted(found, key=lambda known: (known.record.date, known.key)))

    def _record(self, kind: str, key: str, model: type[R]) -> Known[R]:
        """A record, read once; a file that is wrong raises the same error each time."""
        records = self._known.setdefault(kind, {})
        if key not in records:
            if len(records) == MOST_KEPT:
                records.clear()
            file = f"data/{kind}/{key}.yaml"
            try:
                require_record(self.folder, kind, key, lambda: self.keys(kind))
                known: Known[Any] = read_record(self.folder / file, file, model)
                if kind in ("bundles", "municipalities"):
                    require_choices(lambda: self.choices, known)
                if isinstance(known.record, Bundle):
                    known = self._with_file_names(known)
                records[key] = known
            except AftalegenError as error:
                records[key] = error
        found = records[key]
        if isinstance(found, AftalegenError):
            raise found
        return found  # type: ignore[return-value]  # each kind holds one model

    def _with_file_names(self, known: Known[Bundle]) -> Known[Bundle]:
        positions = known.written.positions
        if ("choices",) not in positions and ("annexes",) in positions:
            positions["choices",] = positions["annexes",]  # before them they are to be written
        return with_file_names(known, self._name)

    def _name(self, kind: str, key: str) -> str:
        """How a record is called, read no further than there: every file name of a bundle is known
        before one annex is built. The key for a name that cannot be read; its annex tells why.
        """
        field, type = ("name", Name) if kind == "tasks" else ("official_name", PartyName)
        file = f"data/{kind}/{key}.yaml"
        try:
            written = read_yaml(self.folder / file, file, until=field)
            return _valid(type).validate_python(written.value[field], strict=True)
        except (AftalegenError, KeyError, ValidationError):
            return key

    # --- what is asked for ---

    def select(self, who: tuple[str, ...], task: str | None, bundle: str | None) -> Selected:
        """The annexes of the named municipalities and bundles; of all where none is named.

        A name may be typed in any usual way (Ringkoebing Skjern Kommune). Bundles that
        cannot be read are told in `errors`, so that they never hide the others.
        Raises UsageError for a name that is not there, with the nearest ones.
        """
        wanted = self.named(who)
        tasks = {self._key_of(task, "tasks", _("task"))} if task else None
        bundles = {self.bundle_key(bundle)} if bundle else None
        errors: list[AftalegenError] = []
        found = [
            selection
            for selection in self._annexes(bundles, errors)
            if (not wanted or any(_is_wanted(w, selection) for w in wanted))
            and (tasks is None or selection.task in tasks)
        ]
        if not found and not errors:
            raise UsageError(
                "nothing-selected",
                _("no annex fits what was asked for"),
                None,
                _("see the annexes of a bundle in data/bundles/"),
            )
        return Selected(tuple(found), tuple(errors))

    def _annexes(
        self, bundles: set[str] | None, errors: list[AftalegenError]
    ) -> Iterator[BundleAnnex]:
        """Every annex; the faults of a bundle go to `errors`."""
        for key in self.keys("bundles"):
            if bundles is not None and key not in bundles:
                continue
            try:
                known = self.bundle(key)
            except AftalegenError as error:
                errors.append(error)
                continue
            yield from annexes_of(known)

    def named(self, who: tuple[str, ...]) -> list[tuple[str, str]]:
        """What a person means by names: ("municipalities" | "bundles", key) of each."""
        keys = {k: kind for kind in ("bundles", "municipalities") for k in self.keys(kind)}
        names = whole_names(who, lambda name: ascii_key(name) in keys)
        return [(self._kind_of(name, keys), ascii_key(name)) for name in names]

    def _kind_of(self, name: str, keys: dict[str, str]) -> str:
        key = ascii_key(name)
        if key in keys:
            return keys[key]
        known = (*self.keys("municipalities"), *self.keys("bundles"))
        raise UsageError(
            "unknown-who",
            _("«{name}» is neither a municipality nor a bundle here").format(name=name),
            None,
            self._lies_there("municipalities", key)
            or self._lies_there("bundles", key)
            or did_you_mean(key, known),
        )

    def bundle_key(self, name: str) -> str:
        """The key of the bundle that a person means; raises UsageError where there is none."""
        return self._key_of(name, "bundles", _("bundle"))

    def municipality_key(self, name: str) -> str:
        """The key of a municipality, however it is typed; raises UsageError if unknown."""
        return self._key_of(name, "municipalities", _("municipality"))

    def region_key(self, name: str) -> str:
        """The key of a region that may be typed in any usual way; raises UsageError if unknown."""
        return self._key_of(name, "regions", _("region"))

    def municipalities(self, who: tuple[str, ...]) -> tuple[str, ...]:
        """The keys of the municipalities that are named, or stand in a bundle that is; or all.

        Raises UsageError for a name that is not there.
        """
        if not who:
            return self.keys("municipalities")
        found: list[str] = []
        for kind, key in self.named(who):
            annexes = self.bundle(key).record.annexes if kind == "bundles" else ()
            found += [annex.municipality for annex in annexes] if kind == "bundles" else [key]
        return tuple(dict.fromkeys(found))

    def task_key(self, name: str) -> str:
        """The key of a task, however it is typed; raises UsageError with the nearest ones."""
        return self._key_of(name, "tasks", _("task"))

    def _key_of(self, name: str, kind: str, word: str) -> str:
        key = ascii_key(name)
        if key in self.keys(kind):
            return key
        raise UsageError(
            f"unknown-{kind.removesuffix('s')}",
            _("there is no {kind} «{name}»").format(kind=word, name=name),
            None,
            self._lies_there(kind, key) or did_you_mean(key, self.keys(kind)),
        )

    def _lies_there(self, kind: str, key: str) -> str | None:
        """What to do where a record's file has another ending than it should."""
        return lies_there(self.folder / "data" / kind, f"{key}.yaml")


def _is_wanted(wanted: tuple[str, str], annex: BundleAnnex) -> bool:
    kind, key = wanted
    return key == (annex.municipality if kind == "municipalities" else annex.bundle.key)


@cache
def _valid(type: Any) -> TypeAdapter[str]:
    return TypeAdapter(type)
