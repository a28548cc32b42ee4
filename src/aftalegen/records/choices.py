"""`templates/valg/<key>.md`: which choices a project has, and what may be chosen.

A choice is declared once, at the top of the file with its texts. What the data says of it
(`choices:` of a bundle, of a task in it, of a municipality's agreement) is read against that.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field, ValidationError, create_model

from aftalegen.records import Known, Written, parse_yaml, record_from
from aftalegen.records.bundle import Bundle
from aftalegen.records.faults import each_located
from aftalegen.records.files import files_in, misnamed
from aftalegen.records.task import Task
from aftalegen.records.text import read_text, split_front_matter
from aftalegen.records.types import Chosen, IsoDate, LawKey, Name
from aftalegen.words.danish import capitalized
from aftalegen.words.fact import Record, fact, optional
from aftalegen.words.faults import AftalegenError, Errors, InputError, did_you_mean
from aftalegen.words.language import _
from aftalegen.words.place import KeyPath, Source

if TYPE_CHECKING:
    from aftalegen.records.municipality import Municipality

FOLDER = "valg"
"""Where choices are declared, below `templates/`."""
_TEXT = re.compile(r"^#[ ]+([a-z0-9_]+)[ ]*$", re.MULTILINE)
"""The line above the text of an alternative, with its key."""
_HEADING = re.compile(r"^##.*$", re.MULTILINE)


class Choices(Record):
    """Choices: what only a lawyer or the parties can settle; unmade, a choice is a marked
    placeholder.

    Each project's own are made of what it declares.
    """


class ChoiceHead(Record):
    """Choice: what only a lawyer or the parties can settle, by alternatives or as a value."""

    title: Name = fact("Title: what is chosen, as placeholders say it.", examples=["overhead"])
    help: Name = fact("Help: what the choice is about, for whoever makes it.")
    alternatives: dict[LawKey, Name] = fact(
        "Alternatives: a key and a short label for each; its text stands below.", default={}
    )
    value: Literal["number", "date", "text"] | None = optional(
        "Value: number, date or text, where there are no alternatives."
    )
    least: int | None = optional("Least: the smallest number that can be chosen.")
    most: int | None = optional("Most: the largest number that can be chosen.")

    @property
    def kind(self) -> Any:
        """The type of what is chosen."""
        match self.value:
            case None:
                keys = tuple(self.alternatives)
                return Annotated[Literal[keys], keys]  # else one alike, of another order, is taken
            case "number":
                return Annotated[int, Field(ge=self.least, le=self.most)]
            case "date":
                return IsoDate
            case "text":
                return Name


class FurtherTexts(Record):
    """Further texts: those that a choice, which is declared in another file, has elsewhere."""

    of: LawKey = fact("Of: the key of the choice.", examples=["data_role"])


@dataclass(frozen=True, slots=True)
class Declared:
    """The choices of a project, by key; `of` says which choice each file with texts is about.

    `model` is the record that what was chosen is read as.
    """

    choices: Mapping[str, Known[ChoiceHead]]
    of: Mapping[str, str]
    model: type[Choices]


def declared_choices(templates: Path) -> Declared:
    """What a project declares; raises Errors with the faults of all its files."""
    errors: list[AftalegenError] = list(misnamed(templates / FOLDER, f"templates/{FOLDER}", ".md"))
    bodies: dict[str, str] = {}
    choices: dict[str, Known[ChoiceHead]] = {}
    further: dict[str, Known[FurtherTexts]] = {}
    for path in files_in(templates / FOLDER, ".md"):
        try:
            head, bodies[path.stem] = _read(path)
            if "of" in head.value:
                further[path.stem] = record_from(head, path.stem, FurtherTexts)
            else:
                choices[path.stem] = record_from(head, path.stem, ChoiceHead)
        except AftalegenError as error:
            errors.append(error)
    of = {key: key for key in choices} | {key: one.record.of for key, one in further.items()}
    for key, known in choices.items():
        errors += _unfit(known, bodies[key])
    for key, more in further.items():
        errors += _unfit_texts(more, choices.get(more.record.of), bodies[key])
    if errors:
        raise Errors(errors)
    with_texts = {key: of[key] for key in of if texts_in(bodies[key])}
    return Declared(choices, with_texts, _model(choices))


def _read(path: Path) -> tuple[Written, str]:
    """The lines between «---» at the top of a choice's file, and the texts below them."""
    file = f"templates/{FOLDER}/{path.name}"
    front, body = split_front_matter(read_text(path, file))
    head = parse_yaml(front, file, first_line=2)
    if not isinstance(head.value, dict):
        hint = _("begin the file with «---», «title: …», «help: …», «alternatives: …», «---»")
        message = _("the choice does not say what can be chosen")
        raise InputError("choice-undeclared", message, Source(file, 1), hint)
    return head, body


def texts_in(body: str) -> dict[str, tuple[int, str]]:
    """The texts below a choice's declaration by alternative: where each begins, and its text."""
    found = list(_TEXT.finditer(body))
    ends = [one.start() for one in found[1:]] + [len(body)] * bool(found)
    return {
        one[1]: (body.count("\n", 0, one.start()) + 1, body[one.end() : end])
        for one, end in zip(found, ends, strict=True)
    }


def _unfit(known: Known[ChoiceHead], body: str) -> Iterator[InputError]:
    head, place = known.record, known.written.place
    if bool(head.alternatives) == bool(head.value):
        message = _("a choice has either alternatives or a value")
        hint = _("write alternatives: with a key and a label each, or value: number, date or text")
        yield InputError("choice-undeclared", message, place(("alternatives",)), hint)
    elif texts_in(body):
        yield from _unfit_texts(known, known, body)


def _unfit_texts(
    known: Known[Any], of: Known[ChoiceHead] | None, body: str
) -> Iterator[InputError]:
    """Why texts do not fit the alternatives that they are the texts of."""
    if of is None:
        message = _("there is no choice «{key}» in templates/valg/").format(key=known.record.of)
        hint = _("write the name of a file there, without .md")
        yield InputError("choice-undeclared", message, known.written.place(("of",)), hint)
        return
    texts, alternatives = texts_in(body), of.record.alternatives
    for key in alternatives.keys() - texts.keys():
        message = _("the alternative «{key}» has no text in {file}")
        message = message.format(key=key, file=known.written.file)
        hint = _("write its text below a line «# {key}»").format(key=key)
        yield InputError("choice-texts", message, of.written.place(("alternatives", key)), hint)
    for key, (line, text) in texts.items():
        if key not in alternatives:
            message = _("«{key}» is no alternative of the choice").format(key=key)
            hint = did_you_mean(key, alternatives) or _("name it under alternatives:")
            yield InputError("choice-texts", message, Source(known.written.file, line), hint)
        if heading := _HEADING.search(text):
            message = _("the text of an alternative has a heading")
            place = Source(known.written.file, line + text.count("\n", 0, heading.start()))
            hint = _("put the heading in the section, before the choice")
            yield InputError("choice-texts", message, place, hint)


def _model(choices: Mapping[str, Known[ChoiceHead]]) -> type[Choices]:
    """The record of what is chosen: each choice a fact that may be left out."""
    facts: dict[str, Any] = {
        key: (known.record.kind | None, optional(_words(known.record), title=known.record.title))
        for key, known in choices.items()
    }
    return create_model("Choices", __base__=Choices, __doc__=Choices.__doc__, **facts)


def _words(head: ChoiceHead) -> str:
    """The words of a choice as a fact: «Title: help, and the alternatives»."""
    told = "; ".join(f"{key}: {label}" for key, label in head.alternatives.items())
    return f"{capitalized(head.title)}: {head.help}{told and f' ({told})'}"


# --- what was chosen --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Layer:
    """What one place of the data chooses, and where that stands."""

    chosen: Chosen
    written: Written
    path: KeyPath


def layers(
    bundle: Known[Bundle], task: str, municipality: "Known[Municipality] | None" = None
) -> tuple[Layer, ...]:
    """What is chosen for an agreement; a later layer lies over those before it."""
    found = [Layer(bundle.record.choices, bundle.written, ("choices",))]
    if task in bundle.record.task_choices:
        path = ("task_choices", task)
        found.append(Layer(bundle.record.task_choices[task], bundle.written, path))
    if municipality and task in municipality.record.tasks:
        own = municipality.record.tasks[task].choices
        found.append(Layer(own, municipality.written, ("tasks", task, "choices")))
    return tuple(found)


def chosen_of(
    bundle: Known[Bundle], task: str, municipality: "Known[Municipality] | None" = None
) -> dict[str, tuple[object, Source]]:
    """What is chosen for an agreement, each with the place where it was."""
    return {
        key: (value, layer.written.place((*layer.path, key)))
        for layer in layers(bundle, task, municipality)
        for key, value in layer.chosen.items()
        if value is not None
    }


def legal_bases(
    bundle: Known[Bundle], task: Known[Task], municipality: "Known[Municipality] | None" = None
) -> tuple[str, ...]:
    """The statutes by which an agreement is made: the one chosen, or all that it may be made by."""
    chosen = chosen_of(bundle, task.key, municipality).get("legal_basis")
    return (str(chosen[0]),) if chosen else task.record.legal_bases


def require_choices(
    declared: Callable[[], Declared], known: "Known[Bundle] | Known[Municipality]"
) -> None:
    """Raises Errors for what is chosen in a record and cannot be, each with its place.

    Where nothing is chosen, it is not asked what is declared.
    """
    errors: list[AftalegenError] = []
    for path, chosen in _all_chosen(known.record):
        if not chosen:
            continue
        model = declared().model
        try:
            model.model_validate(chosen)
        except ValidationError as faults:
            located = [{**one, "loc": (*path, *one["loc"])} for one in faults.errors()]
            errors += each_located(known.written, model, located)
    if errors:
        raise Errors(errors)


def _all_chosen(record: "Bundle | Municipality") -> Iterator[tuple[KeyPath, Chosen]]:
    if isinstance(record, Bundle):
        yield ("choices",), record.choices
        for task, chosen in record.task_choices.items():
            yield ("task_choices", task), chosen
    else:
        for task, own in record.tasks.items():
            yield ("tasks", task, "choices"), own.choices
