"""Compiled templates are kept for this user, and only what this user sealed is run."""

import builtins
import marshal
from hashlib import sha256
from pathlib import Path
from types import CodeType

import pytest

from aftalegen.build import sealed
from aftalegen.build.here import secret
from aftalegen.build.sealed import Sealed
from aftalegen.template.environment import Environment

TEXT = "{% if true %}Aftalen gælder.{% endif %}"
WORDS = "Aftalen gælder."


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of compiled templates of a user who has none yet."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state" / "aftalegen" / "templates"


@pytest.fixture
def compilations(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the templates that Jinja had to compile."""
    names: list[str] = []
    compile = Environment.compile

    def counted(self: Environment, source: str, name: str, filename: str) -> CodeType:
        names.append(name)
        return compile(self, source, name, filename)

    monkeypatch.setattr(Environment, "compile", counted)
    return names


def said(text: str = TEXT, *before: str) -> str:
    """What a template says to a program that starts now, having read others before."""
    files = {"one.md": text} | {name: f"{{# {name} #}}" for name in before}
    environment = Environment(lambda name: (files[name], f"templates/{name}"), Sealed("templates"))
    for name in before:
        environment.get_template(name)
    return environment.run(environment.get_template("one.md"), {})[0]


def test_a_template_is_compiled_once_for_all_runs(kept: Path, compilations: list[str]) -> None:
    first = said()

    assert WORDS in first
    assert said() == first
    assert compilations == ["one.md"]


def test_what_was_read_before_makes_no_other_code(kept: Path, compilations: list[str]) -> None:
    said()
    said(TEXT, "other.md", "third.md")

    assert compilations.count("one.md") == 1


def test_a_changed_template_is_another_one(kept: Path) -> None:
    said()

    assert "ophæves" in said(TEXT.replace("gælder", "ophæves"))


def test_code_that_somebody_else_put_there_is_not_run(
    kept: Path, compilations: list[str], tmp_path: Path
) -> None:
    said()
    (file,) = kept.iterdir()
    ran = tmp_path / "ran"
    theirs = builtins.compile(f"open({str(ran)!r}, 'w')", "theirs", "exec")
    seal = file.read_bytes()[: sha256().digest_size]
    file.write_bytes(seal + marshal.dumps(theirs))

    assert WORDS in said()
    assert not ran.exists()
    assert len(compilations) == 2


def test_code_of_another_template_does_not_stand_for_this_one(kept: Path) -> None:
    said(TEXT.replace("gælder", "ophæves"))
    (other,) = kept.iterdir()
    said()
    (mine,) = set(kept.iterdir()) - {other}
    mine.write_bytes(other.read_bytes())

    assert WORDS in said()


@pytest.mark.parametrize("damage", [b"", b"x", b"\0" * 200])
def test_a_damaged_file_is_made_again(kept: Path, damage: bytes) -> None:
    said()
    (file,) = kept.iterdir()
    whole = file.read_bytes()
    file.write_bytes(damage)

    assert WORDS in said()
    assert file.read_bytes() == whole


def test_the_oldest_are_given_up(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealed, "MOST", 4)
    for number in range(9):
        said(f"{TEXT} {number}")

    assert 2 <= len(list(kept.iterdir())) <= 4


def test_without_a_place_for_a_secret_nothing_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, compilations: list[str]
) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))

    assert secret(make=True) is None
    assert WORDS in said()
    assert WORDS in said()
    assert len(compilations) == 2
