"""`templates/valg/kombinationer.yaml`: which choices can stand together, and what goes first."""

from collections.abc import Iterator, Mapping
from itertools import product
from pathlib import Path

from aftalegen.records import Known, read_record
from aftalegen.records.choices import FOLDER, Declared
from aftalegen.records.types import Key, LawKey, Prose
from aftalegen.words.fact import Record, fact, optional
from aftalegen.words.faults import Fault, did_you_mean
from aftalegen.words.language import _
from aftalegen.words.place import KeyPath

FILE = f"templates/{FOLDER}/kombinationer.yaml"


class Combination(Record):
    """Combination: alternatives of several choices, and whether they can stand together."""

    choices: dict[LawKey, tuple[LawKey, ...]] = fact(
        "Choices: for each of the choices of the table, the alternatives that it is about."
    )
    allowed: bool = fact("Allowed: false where they contradict each other.")
    because: Prose = fact("Because: why, for whoever chose them.")
    instead: Prose | None = optional("Instead: what can be chosen, where they are not allowed.")
    prevails: Key | None = optional(
        "Prevails: the key of the text that says which provision goes first.", examples=["forrang"]
    )


class CombinationTable(Record):
    """Table of combinations: every combination of some choices stands in just one of its rows."""

    choices: tuple[LawKey, ...] = fact("Choices: those that the table is about.")
    rows: tuple[Combination, ...] = fact("Rows: the combinations.")


class Combinations(Record):
    """Combinations: which choices can stand together."""

    tables: tuple[CombinationTable, ...] = fact("Tables: each about some choices.")


def combinations(templates: Path) -> Known[Combinations] | None:
    """The tables of a project; None where it has none. Raises Errors for what cannot be read."""
    path = templates / FOLDER / "kombinationer.yaml"
    return read_record(path, FILE, Combinations) if path.exists() else None


def row_of(table: CombinationTable, chosen: Mapping[str, object]) -> int | None:
    """The row that what was chosen stands in; None where one of the choices is not made."""
    for index, row in enumerate(table.rows):
        if all(chosen.get(key) in among for key, among in row.choices.items()):
            return index
    return None


def table_faults(known: Known[Combinations], declared: Declared) -> Iterator[Fault]:
    """What is wrong with the tables: what is not declared, and what stands in no row or in two."""
    for at, table in enumerate(known.record.tables):
        unfit = [*_not_declared(known, ("tables", at), table, declared)]
        yield from unfit
        if not unfit:
            yield from _not_in_one_row(known, ("tables", at), table, declared)


def _not_declared(
    known: Known[Combinations], path: KeyPath, table: CombinationTable, declared: Declared
) -> Iterator[Fault]:
    there = {key: one.record.alternatives for key, one in declared.choices.items()}
    there = {key: alternatives for key, alternatives in there.items() if alternatives}
    message = _("«{key}» is no choice with alternatives")
    for index, key in enumerate(table.choices):
        if key not in there:
            place = known.written.place((*path, "choices", index))
            yield Fault(message.format(key=key), place, did_you_mean(key, there))
    for index, row in enumerate(table.rows):
        within = (*path, "rows", index, "choices")
        if set(row.choices) != set(table.choices):
            wrong = _("the row is not about the choices of the table")
            hint = _("write alternatives for {keys}").format(keys=", ".join(table.choices))
            yield Fault(wrong, known.written.place(within), hint)
        for key, among in row.choices.items():
            for nth, one in enumerate(among):
                if key in there and one not in there[key]:
                    wrong = _("«{key}» is no alternative of the choice").format(key=one)
                    place = known.written.place((*within, key, nth))
                    yield Fault(wrong, place, did_you_mean(one, there[key]))


def _not_in_one_row(
    known: Known[Combinations], path: KeyPath, table: CombinationTable, declared: Declared
) -> Iterator[Fault]:
    alternatives = [declared.choices[key].record.alternatives for key in table.choices]
    for values in product(*alternatives):
        rows = sum(
            all(value in row.choices[key] for key, value in zip(table.choices, values, strict=True))
            for row in table.rows
        )
        if rows != 1:
            said = ", ".join(f"{k}: {v}" for k, v in zip(table.choices, values, strict=True))
            message = _("«{combination}» stands in {n} rows of the table").format(
                combination=said, n=rows
            )
            hint = _("let it stand in one, and say there whether it is allowed")
            yield Fault(message, known.written.place((*path, "rows")), hint, len("rows"))
