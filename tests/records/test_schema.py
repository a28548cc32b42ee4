"""The schemas that editors read: current, true to the models, and named by every data file."""

import json
import re
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator, FormatChecker
from pydantic import TypeAdapter, ValidationError

from aftalegen.cli.app import main
from aftalegen.records.choices import declared_choices
from aftalegen.records.schema import FOLDER, SCHEMAS, data_files, modeline, schema_json
from aftalegen.records.types import Kroner
from aftalegen.words.fact import Record, words_of
from aftalegen.words.language import use_language
from tests.conftest import ROOT, SmallProject

FILES = list(data_files(ROOT))
DECLARED = declared_choices(ROOT / "templates")


class EditorsLoader(yaml.SafeLoader):
    """YAML 1.2 as editors read it: no dates, and 4_422_000 is a text."""


EditorsLoader.yaml_implicit_resolvers = {}
EditorsLoader.add_implicit_resolver(
    "tag:yaml.org,2002:null", re.compile("^(?:null|~|)$"), ["n", "~", ""]
)
EditorsLoader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), ["t", "f"]
)
EditorsLoader.add_implicit_resolver(
    "tag:yaml.org,2002:int", re.compile(r"^[-+]?[0-9]+$"), list("-+0123456789")
)
EditorsLoader.add_implicit_resolver(
    "tag:yaml.org,2002:float", re.compile(r"^[-+]?[0-9]+\.[0-9]+$"), list("-+0123456789")
)


def as_an_editor_reads(text: str) -> Any:
    return yaml.load(text, EditorsLoader)


@cache
def validator(name: str) -> Draft7Validator:
    schema = json.loads((ROOT / FOLDER / f"{name}.schema.json").read_text(encoding="utf-8"))
    Draft7Validator.check_schema(schema)
    return Draft7Validator(schema, format_checker=FormatChecker())


def faults(name: str, text: str) -> list[str]:
    return [
        f"{'.'.join(str(p) for p in error.absolute_path)}: {error.validator}"
        for error in validator(name).iter_errors(as_an_editor_reads(text))
    ]


def test_the_schemas_in_the_project_are_those_of_the_models_in_danish() -> None:
    use_language("da")
    for name in SCHEMAS:
        shipped = (ROOT / FOLDER / f"{name}.schema.json").read_bytes()
        assert shipped == schema_json(name, DECLARED), f"run: aftalegen schema ({name})"


def test_every_data_file_names_its_schema_in_its_first_line() -> None:
    assert len(FILES) > 40
    for name, path in FILES:
        line = path.read_text(encoding="utf-8").splitlines()[0]
        assert line == modeline(name, path, ROOT)
        assert (
            path.parent / line.partition("$schema=")[2]
        ).resolve() == ROOT / FOLDER / f"{name}.schema.json"


@pytest.mark.parametrize(("name", "path"), FILES, ids=lambda p: getattr(p, "name", p))
def test_every_shipped_file_is_valid(name: str, path: Path) -> None:
    assert faults(name, path.read_text(encoding="utf-8")) == []


NORDDJURS = (ROOT / "data/municipalities/norddjurs.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("name: Norddjurs\n", "nmae: Norddjurs\n", ": additionalProperties"),
        ("region: midtjylland\n", "", ": required"),
        ('code: "707"', "code: 707", "code: type"),
        ('code: "707"', 'code: "7"', "code: pattern"),
        ("4_422_000", "4.422", "tasks.patientrettet-forebyggelse.budget.fixed_annual: anyOf"),
        ("4_422_000", '"4.422"', "tasks.patientrettet-forebyggelse.budget.fixed_annual: anyOf"),
        ("4_422_000", "-1", "tasks.patientrettet-forebyggelse.budget.fixed_annual: anyOf"),
        ("status: confirmed", "status: bekræftet", "tasks.patientrettet-forebyggelse.budget.status: enum"),
                ("region: midtjylland", "region: Midtjylland", "region: pattern"),
        ("  - Borgmester\n  - Kommunaldirektør\n", "  Borgmester\n", "signatories: type"),
    ],
)  # fmt: skip
def test_a_planted_fault_is_found(old: str, new: str, fault: str) -> None:
    assert old in NORDDJURS
    assert fault in faults("municipality", NORDDJURS.replace(old, new, 1))


@pytest.mark.parametrize(
    "amount",
    [
        "4422000",
        "4_422_000",
        '"4422000"',
        "4422000 kr.",
        '"4.422.000"',
        '"4 422 000 kr."',
        "null",
    ],
)
def test_every_way_of_writing_an_amount_that_is_read_is_valid_in_the_editor(
    small_project: SmallProject, amount: str
) -> None:
    assert faults("municipality", NORDDJURS.replace("4_422_000", amount)) == []
    small_project.change(small_project.municipality_file, "1_234_000", amount)
    small_project.document()


@pytest.mark.parametrize("amount", ["'4.422'", "4.422.00", "'-1'", "en mio."])
def test_what_is_no_amount_is_underlined_in_the_editor_too(
    small_project: SmallProject, amount: str
) -> None:
    assert faults("municipality", NORDDJURS.replace("4_422_000", amount)) != []
    small_project.change(small_project.municipality_file, "1_234_000", amount)
    assert small_project.errors()


WHOLE = ["0", "4422000", "4.422", "4.422.000", "4 422 000", "4'422'000"]
BROKEN = ["4,422", "4.422,5", "4.422.000,00", "0,5", "12,5", "4.42.000", "4.422 000", "4.422,-"]
UNITS = ["", " kr.", " kr", " kroner", " DKK", ",-", " kr.,-", " t.kr.", " tkr", " mio. kr.", " mio.", " mia",
         " euro"]  # fmt: skip


@pytest.mark.parametrize("number", [*WHOLE, *BROKEN])
def test_the_editor_and_the_program_read_the_same_amounts(number: str) -> None:
    schema = json.loads(schema_json("municipality", DECLARED))["definitions"]["Budget"][
        "properties"
    ]
    kinds = [one for one in schema["fixed_annual"]["anyOf"] if one.get("type") == "string"]
    for before, after in product(("", "kr. ", "kr ", "DKK "), UNITS):
        text = f"{before}{number}{after}"
        try:
            TypeAdapter(Kroner).validate_python(text)
            read = True
        except ValidationError:
            read = False
        assert any(re.search(one["pattern"], text) for one in kinds) == read, text


def test_every_key_has_a_title_a_description_and_examples_that_are_valid() -> None:
    for name in SCHEMAS:
        schema = json.loads(schema_json(name, DECLARED))
        for model in (schema, *schema["definitions"].values()):
            assert model["title"] and model["description"]
            for key, field in model["properties"].items():
                assert field.get("title") and field.get("description"), f"{name}: {key}"
                for example in field.get("examples", ()):
                    checked = Draft7Validator({**field, "definitions": schema["definitions"]})
                    value = None if example == "null" else example
                    assert checked.is_valid(value), f"{name}: {key}: {example}"


def test_every_record_and_every_fact_has_words() -> None:
    for model in _models(Record):
        assert ": " in words_of(model.__doc__), model
        bare = [key for key, field in model.model_fields.items() if not field.description]
        assert bare == [], model


def _models(base: type) -> set[Any]:
    return {
        found
        for child in base.__subclasses__()
        for found in (child, *_models(child))
        if found.__module__.startswith("aftalegen.")
    }


def test_the_command_writes_the_schemas_and_names_files_that_lack_the_line(
    small_project: SmallProject, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["schema", "--project", str(small_project.folder)]) == 0

    said = capsys.readouterr()
    assert said.out.splitlines()[-1] == f"{len(SCHEMAS)} schemas"
    assert (
        "nordby.yaml: # yaml-language-server: $schema=../../schemas/municipality.schema.json\n"
        in said.err
    )
    assert len(list((small_project.folder / "schemas").iterdir())) == len(SCHEMAS)
