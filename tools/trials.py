"""The commands that `tools/killing.py` kills: each that writes, and what lies there before it."""

import shutil
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import ROOT, SmallProject

EDITION = ("--edition", "V20260319", "--draft", "--jobs", "1")
RELEASE = ("release", "midtbundt", *EDITION)
NORDBY = "data/municipalities/nordby.yaml"
NOTE = b"en note, som et menneske har skrevet"


@dataclass(frozen=True)
class Trial:
    """A command, what was run before it, and what of it a person thinks of as one act."""

    command: tuple[str, ...]
    earlier: tuple[tuple[str, ...], ...] = ()
    prepared: Callable[[SmallProject], None] = lambda _project: None
    then: Callable[[SmallProject], None] = lambda _project: None
    act: bool = False
    again: tuple[int, ...] = (0,)
    said: tuple[int, ...] = (0,)
    name: str = ""

    @property
    def title(self) -> str:
        return self.name or self.command[0]


def in_project(folder: Path, command: Sequence[str]) -> list[str]:
    """The command, on the files of a project."""
    named = ("ny", "budgets.xlsx", "meetings.xlsx", "../key", "retur")
    inside = ("output/", "editions/")
    words = [str(folder / c) if c in named or c.startswith(inside) else c for c in command]
    return words if command[0] in ("init", "sign") else [*words, "--project", str(folder)]


def ready(trial: Trial, project: SmallProject) -> Callable[[], int]:
    """All that lies there before, made in this process; then the command itself, to be run."""
    from aftalegen.cli.app import main

    trial.prepared(project)
    for command in trial.earlier:
        assert main(in_project(project.folder, command)) in (0, 1), command
    trial.then(project)
    return lambda: main(in_project(project.folder, trial.command))


def _other_amount(project: SmallProject) -> None:
    text = (project.folder / NORDBY).read_text(encoding="utf-8")
    project.write(NORDBY, text.replace("1_234_000", "7_654_000").replace("1234000", "7654000"))


def _edited(project: SmallProject) -> None:
    _other_amount(project)
    (project.folder / "output/midtbundt/Aftale Nordby.txt").write_bytes(NOTE)


def _edited_schema(project: SmallProject) -> None:
    for name in ("law", "task"):
        (project.folder / f"schemas/{name}.schema.json").write_bytes(b'{"mit": "eget"}')
    (project.folder / "schemas/bundle.schema.json").unlink()


def _workbook(project: SmallProject) -> None:
    from aftalegen.writers.sheet import Table, tables_xlsx

    head = [("Kommune", 10), ("Opgave", 10), ("Ramme (kr.)", 10)]
    rows = [("Nordby", "forebyggelse", 2_000_000), ("Sønderå", "forebyggelse", 3_000_000)]
    data = tables_xlsx([Table("Rammer", head, rows)], "test", "2026-01-01")
    (project.folder / "budgets.xlsx").write_bytes(data)


def _meetings(project: SmallProject) -> None:
    from aftalegen.writers.sheet import table_xlsx

    head = [("Kommune", 10), ("Organ", 10), ("Dato", 10)]
    rows = [("Nordby", "Rådet", "24-03-2026"), ("Sønderå", "Rådet", "28-04-2026")]
    data = table_xlsx("Møder", head, rows, "test", "2026-01-01")
    (project.folder / "meetings.xlsx").write_bytes(data)


def _proposals(project: SmallProject) -> None:
    from tests.negotiation.register import fill

    fill(project)


def _requirements(project: SmallProject) -> None:
    project.write("data/requirements/krav.yaml", (
        "set: krav\ntitle: Krav\napplies: {templates: [aftale]}\nrequirements:\n"
        "  - {key: oekonomi, what: Rammen står der., kind: content, basis: loven,\n"
        "     confidence: found, source: sagen, met_by: {section: oekonomi}}\n"))  # fmt: skip


def _returned(project: SmallProject) -> None:
    from tests.editing import Editor
    from tests.negotiation.test_received import sent

    (project.folder / "retur").mkdir()
    for name in ("nordby", "soenderaa"):
        editor = Editor(sent(project, name))
        editor.replace("årligt", "hvert andet år")
        (project.folder / f"retur/{name}.docx").write_bytes(editor.saved())


def _one_returned(project: SmallProject) -> None:
    _returned(project)
    (project.folder / "retur/soenderaa.docx").unlink()


def _minutes(project: SmallProject) -> None:
    from tests.negotiation.test_minutes import HEAD, NORDBY, SOENDERAA, workbook

    (project.folder / "retur").mkdir()
    workbook(project.folder / "retur/forbehold.xlsx", HEAD, NORDBY, SOENDERAA)


def _approvals(project: SmallProject) -> None:
    for name in ("nordby", "soenderaa"):
        file = f"data/municipalities/{name}.yaml"
        project.change(file, "    local:\n", (
            "    approvals:\n      - {body: Rådet, date: 2026-03-17, outcome: noted, source: sagen}\n"
            "    local:\n"))  # fmt: skip


def _key(project: SmallProject) -> None:
    command = ("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f")
    subprocess.run([*command, project.folder.parent / "key"], check=True)


def _template_of_addenda(project: SmallProject) -> None:
    project.change(
        "templates/aftale/template.yaml", "contents: true", "contents: true\naddendum: tillaeg"
    )
    project.write(
        "templates/tillaeg/template.yaml",
        "title: Tillæg {{ addendum.number }}\nsubtitle: FIKTIV\ncontents: false\n",
    )
    project.write("templates/tillaeg/01-tekst.md", "---\nkey: tekst\ntitle: Tekst\n---\nNyt.\n")


def _items(project: SmallProject) -> None:
    for part in ("templates/dagsordenspunkt", "data/agendas"):
        shutil.copytree(ROOT / part, project.folder / part)
    shutil.copy(ROOT / "data/law.yaml", project.folder / "data/law.yaml")


def _folder(project: SmallProject) -> None:
    (project.folder / "ny").mkdir()


TXT = ("--format", "docx,txt,json", "--jobs", "1")
BUILT = (("build", *TXT),)
RELEASED = (RELEASE,)
IMPORT = ("import", "budgets.xlsx", "--write")
CALENDAR = ("meetings", "meetings.xlsx", "--write")
RECORDED = ("approval", "nordby", "rådet", "20-03-2026", "godkendt", "--with", "Ramme", "--write")
BUNDLE = ("bundle", "midtbundt", "--zip", "--jobs", "1")
REPORT = ("--out", "output/rapport")
TRIALS = (
    Trial(("init", "ny"), act=True),
    Trial(("init", "ny"), prepared=_folder, act=True, name="init, in a folder"),
    Trial(("build", *TXT)),
    Trial(("build", *TXT), BUILT, then=_edited, name="build, over an edited file"),
    Trial(("build", "--format", "docx,txt", "--jobs", "2", "--full"), BUILT, then=_other_amount,
          name="build, in processes"),
    Trial(("addendum", "--from", "V20260319", "--unsigned", "--format", "docx"), RELEASED,
          prepared=_template_of_addenda, then=_other_amount),
    Trial(("redline", "--format", "docx", "--jobs", "1"), RELEASED, then=_other_amount),
    Trial(("redline", "--to-received", "retur", "--format", "docx", "--jobs", "1"),
          prepared=_one_returned, name="redline, to what came back"),
    Trial(("deviations", "--format", "xlsx")),
    Trial(("status", "--output", "csv", "--out", "output/status.csv")),
    Trial(CALENDAR, prepared=_meetings, act=True),
    Trial(("meetings", "--undo"), (CALENDAR,), prepared=_meetings, act=True, again=(0, 2),
          name="meetings --undo"),
    Trial(("matrix", "--format", "xlsx", "--date", "2026-03-21")),
    Trial(("approval", "--move", "--write"), prepared=_approvals, act=True),
    Trial(RECORDED, act=True, name="approval, recorded"),
    Trial(("approval", "--undo"), (RECORDED,), act=True, again=(0, 2), name="approval --undo"),
    Trial(("decide", "nordby-01", "--same", "--state", "accepted-all", "--by", "Styregruppen",
           "--on", "2026-03-25", "--write"), prepared=_proposals, act=True),
    Trial(("receive", "retur", "--write", "--date", "2026-04-02"), prepared=_returned, act=True),
    Trial(("receive", "retur", "--write"), prepared=_minutes, act=True, name="receive, a workbook"),
    Trial(("proposals", "--format", "xlsx"), prepared=_proposals),
    Trial(("answer", "--format", "docx"), prepared=_proposals),
    Trial(("feedback", "midtbundt", "--format", "docx"), prepared=_proposals),
    Trial(("item", "--format", "docx", "--date", "2026-05-01"), prepared=_items),
    Trial(("requirements", "--date", "2026-03-20", "--format", "xlsx"), prepared=_requirements),
    Trial(("package", "--all", "--date", "2026-05-01"), prepared=_items),
    Trial(("dossier", "nordby", "--zip"), RELEASED, act=True),
    Trial(RELEASE, act=True, again=(0, 4)),
    Trial(("sign", "editions/midtbundt/V20260319", "--key", "../key"), RELEASED, prepared=_key,
          act=True),
    Trial(("rebuild", "midtbundt", "--edition", "V20260319", "--format", "docx"), RELEASED),
    Trial(BUNDLE, act=True, name="bundle"),
    Trial(BUNDLE, (BUNDLE,), then=_other_amount, act=True, name="bundle, over an earlier one"),
    Trial(("overview", "midtbundt"), BUILT),
    Trial(("check", "--select", "data", "--output", "sarif", "--out", "output/fund.sarif")),
    Trial(IMPORT, prepared=_workbook, act=True),
    Trial(("import", "--undo"), (IMPORT,), prepared=_workbook, act=True, again=(0, 2),
          name="import --undo"),
    Trial(("export",)),
    Trial(("schema",), act=True),
    Trial(("schema",), (("schema",),), then=_edited_schema, act=True, name="schema, over edited ones"),
)  # fmt: skip
