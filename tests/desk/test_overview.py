"""`aftalegen overview`: one page that says what is known, what is missing, and what is due."""

import itertools
import re
from datetime import date
from pathlib import Path
from urllib.parse import unquote

import pytest
from lxml import html

from aftalegen.cli.app import main
from aftalegen.desk.overview import page as page_module
from aftalegen.desk.overview.gathering import bundle_overview
from aftalegen.desk.overview.page import POLICY, overview_html
from aftalegen.records.project import Project
from tests.conftest import ROOT, SmallProject

CSS = (Path(page_module.__file__).parent / "page.css").read_text(encoding="utf-8")


def overview_bytes(folder: Path, bundle: str = "midtbundt", **files: str) -> bytes:
    project = Project(folder)
    annexes = project.select((), None, bundle).annexes
    return overview_html(bundle_overview(project, annexes, files, date(2026, 3, 19)))


def parsed(folder: Path, bundle: str = "midtbundt") -> html.HtmlElement:
    return html.fromstring(overview_bytes(folder, bundle).decode())


def words(found: list[html.HtmlElement]) -> list[str]:
    return [" ".join(one.text_content().replace("\u00a0", " ").split()) for one in found]


BUDGETS = "//section[@aria-labelledby='budgetter']"


def test_an_amount_that_is_missing_is_said_in_a_line_and_has_no_bar(
    small_project: SmallProject,
) -> None:
    tree = parsed(small_project.folder)
    assert words(tree.xpath("//div[@class='chart']/svg")) == ["Nordby1.234.000 kr."]
    assert words(tree.xpath(f"{BUDGETS}//table/tbody/tr/th")) == ["Nordby"]
    assert "Beløbet mangler for, og oplyses af: Sønderå." in words(tree.xpath(f"{BUDGETS}/p"))
    assert words(tree.xpath(f"{BUDGETS}//table/tfoot/tr")) == [
        "De kendte beløb i alt1.234.000 kr.1 af 2"
    ]


def test_where_no_amount_is_known_there_is_no_chart_and_no_sum(small_project: SmallProject) -> None:
    small_project.change(small_project.municipality_file, "1_234_000", "null")
    tree = parsed(small_project.folder)
    assert tree.xpath("//div[@class='chart'] | //tfoot") == []
    assert "Ingen af de to beløb er kendt" in tree.text_content()


def test_an_amount_of_zero_is_an_amount(small_project: SmallProject) -> None:
    small_project.change(small_project.municipality_file, "1_234_000", "0")
    svg = parsed(small_project.folder).xpath("//div[@class='chart']/svg")[0]
    assert (words([svg]), svg.xpath("rect/@width")) == (["Nordby0 kr."], ["0.00%"])


def test_deadlines_and_decisions_stand_in_the_order_of_their_days() -> None:
    events = words(parsed(ROOT, "midtjylland").xpath("//ol[@class='line']/li"))
    assert events[0].startswith("26. februar 2026Uafklaret")
    assert events[2].startswith(
        "17. marts 2026UafklaretKommunalbestyrelsen: Godkendt (V20260224) – Norddjurs"
    )
    assert events[3].startswith("26. marts 2026Frist")
    days = parsed(ROOT, "midtjylland").xpath("//ol[@class='line']//time/@datetime")
    assert days == sorted(days)


FILE = "data/approvals/midtbundt_nordby_forebyggelse_aftale.yaml"
APPROVALS = """\
approvals:
  - {body: Rådet, date: 2026-03-20, outcome: approved, edition: V20260319, source: sagen}
  - {body: Rådet, date: 2026-03-10, outcome: approved, edition: V20260224, source: sagen}
"""


def test_an_approval_that_fell_is_shown_as_fallen_with_what_changed_since(
    small_project: SmallProject,
) -> None:
    command = ["release", "midtbundt", "--edition", "V20260319", "--draft"]
    assert main([*command, "--project", str(small_project.folder)]) == 0
    small_project.write(FILE, APPROVALS)
    last = "//ol[@class='line']/li[last()]"
    assert words(parsed(small_project.folder).xpath(last)) == [
        "20. marts 2026GodkendtRådet (V20260319) – NordbyKilde: sagen"
    ]

    small_project.change(small_project.municipality_file, "amount: 1234000", "amount: 2_000_000")
    tree = parsed(small_project.folder)
    assert words(tree.xpath(last)) == [
        "20. marts 2026FaldetRådet (V20260319) – NordbyGodkendt; ændret siden: 2 Økonomi"
        "Kilde: sagen"
    ]
    assert tree.xpath(f"{last}/@class") == ["fallen"]


def test_an_approval_of_an_edition_that_was_not_released_here_says_so(
    small_project: SmallProject,
) -> None:
    small_project.write(FILE, APPROVALS)
    assert words(parsed(small_project.folder).xpath("//ol[@class='line']/li"))[0] == (
        "10. marts 2026UafklaretRådet (V20260224) – NordbyGodkendt; om det står ved magt, kan ikke "
        "afgøres: V20260224 er ikke udgivet her.Kilde: sagen"
    )


def test_only_norddjurs_has_an_amount_in_the_shipped_project() -> None:
    tree = parsed(ROOT, "midtjylland")
    assert words(tree.xpath(f"{BUDGETS}//tbody/tr")) == [
        "Norddjurs4.422.000 kr.manglersag 25/678 (Norddjurs)"
    ]
    assert "1 af 19 beløb er kendt" in words(tree.xpath(f"{BUDGETS}/p"))[0]


def test_what_is_missing_for_all_is_told_once_and_the_rest_by_municipality(
    small_project: SmallProject,
) -> None:
    small_project.section("{{ choices.insurance }} {{ local.opening_hours }}")
    tree = parsed(small_project.folder)
    assert words(tree.xpath("//ul[@class='plain'][not(ancestor::table)]/li")) == [
        "forsikringsforhold"
    ]
    cells = tree.xpath("//section[@aria-labelledby='mangler']//tbody/tr/td[2]")
    assert words(cells) == ["åbnings- og dækningstider"] * 2


def test_a_value_is_never_markup(small_project: SmallProject) -> None:
    small_project.change(
        "data/bundles/midtbundt.yaml", "title: Aftaler i Midt", 'title: "<script>x</script> & {b}"'
    )
    data = overview_bytes(small_project.folder).decode()
    assert "<h1>&lt;script&gt;x&lt;/script&gt; &amp; {b}</h1>" in data
    assert html.fromstring(data).xpath("//script") == []


def test_the_page_needs_nothing_but_itself_and_runs_nothing() -> None:
    data = overview_bytes(ROOT, "midt-og-vestsjaelland").decode()
    tree = html.fromstring(data)
    assert POLICY in tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert (
        tree.xpath(
            "//script | //link | //img | //iframe | //@*[starts-with(name(), 'on')] | //@src"
        )
        == []
    )
    assert not re.search(r"https?:|@import|url\(", data)


@pytest.mark.parametrize("bundle", ["midtjylland", "midt-og-vestsjaelland"])
def test_the_page_is_built_for_those_who_hear_it(bundle: str) -> None:
    tree = parsed(ROOT, bundle)
    assert tree.get("lang") == "da"
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    for target in (
        *tree.xpath("//@aria-labelledby"),
        *(h[1:] for h in tree.xpath("//a/@href") if h[0] == "#"),
    ):
        assert target in ids
    levels = [int(h.tag[1]) for h in tree.xpath("//h1 | //h2 | //h3")]
    assert (levels[0], levels.count(1)) == (1, 1)
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    for table in tree.xpath("//table"):
        assert (
            table.xpath("caption")
            and table.xpath("thead//th/@scope")
            and table.xpath("tbody//th/@scope")
        )
    for svg in tree.xpath("//svg"):
        assert svg.get("aria-hidden") or svg.xpath("ancestor::*[@role='img']/@aria-label")


def _colours(block: str) -> dict[str, tuple[float, ...]]:
    return {
        name: tuple(int(code[i : i + 2], 16) / 255 for i in (0, 2, 4))
        for name, code in re.findall(r"--([a-z-]+): #([0-9a-f]{6})", block)
    }


def _contrast(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    """WCAG 2's contrast of two colours."""

    def light(colour: tuple[float, ...]) -> float:
        parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


def test_every_word_has_a_contrast_of_at_least_4_5_in_light_dark_and_print() -> None:
    blocks = re.findall(r":root \{(.*?)\}", CSS, re.DOTALL)
    assert len(blocks) == 3
    for block in blocks:
        colours = _colours(block)
        for name in ("text", "muted", "heading", "done", "due", "link"):
            assert _contrast(colours[name], colours["paper"]) >= 4.5, name
        for name in ("muted", "heading"):
            assert _contrast(colours[name], colours["panel"]) >= 4.5, name
        assert _contrast(colours["awaited"], colours["awaited-paper"]) >= 4.5
        assert _contrast(colours["bar"], colours["paper"]) >= 3


def test_the_same_bundle_gives_the_same_bytes(small_project: SmallProject) -> None:
    assert overview_bytes(small_project.folder) == overview_bytes(small_project.folder)


FILES = "//section[@aria-labelledby='bilag']//table"


def test_files_that_are_there_are_linked_and_others_are_said_not_to_be_built(
    small_project: SmallProject, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["build", "nordby", "--format", "docx,txt", "--project", str(small_project.folder)])
    capsys.readouterr()

    assert main(["overview", "midtbundt", "--project", str(small_project.folder)]) == 0

    assert capsys.readouterr().out.splitlines()[-1] == "2 annexes, 2 files linked"
    path = small_project.folder / "output/midtbundt/Overblik.html"
    tree = html.fromstring(path.read_text(encoding="utf-8"))
    files = tree.xpath(f"{FILES}/tbody/tr/td[4]")
    assert words(files) == ["DOCX TXT", "ikke bygget"]
    hrefs = tree.xpath(f"{FILES}//a/@href")
    assert hrefs == ["Aftale%20Nordby.docx", "Aftale%20Nordby.txt"]


def test_the_packages_that_were_made_are_linked_and_no_others(
    small_project: SmallProject, capsys: pytest.CaptureFixture[str]
) -> None:
    page = small_project.folder / "output/midtbundt/Overblik.html"
    own = ("--project", str(small_project.folder))
    main(["overview", "midtbundt", *own])
    assert "Pakker til rådene" not in page.read_text(encoding="utf-8")
    package = small_project.folder / "output/pakker/midtbundt V20260319/Nordby Kommune"
    package.mkdir(parents=True)
    (package / "Nordby Kommune åben.zip").write_bytes(b"FIKTIV")
    capsys.readouterr()

    assert main(["overview", "midtbundt", *own]) == 0
    assert "1 file linked" in capsys.readouterr().out
    tree = html.fromstring(page.read_text(encoding="utf-8"))
    (link,) = tree.xpath("//section[@aria-labelledby='pakker']//a")
    assert (link.text, link.get("aria-label")) == ("Åben", "Nordby, åben")
    assert (page.parent / unquote(link.get("href"))).read_bytes() == b"FIKTIV"


def test_an_annex_with_a_fault_is_told_and_the_others_are_shown(
    small_project: SmallProject, capsys: pytest.CaptureFixture[str]
) -> None:
    small_project.change(small_project.municipality_file, "code:", "kode:")
    assert main(["overview", "midtbundt", "--project", str(small_project.folder)]) == 3
    assert "unknown-key" in capsys.readouterr().err
    assert (small_project.folder / "output/midtbundt/Overblik.html").is_file()


# --- the front of the case ----------------------------------------------------------------------

STEPS = "//section[@aria-labelledby='naeste']//li"
MATRIX = "//section[@aria-labelledby='matrix']//tbody/tr"


def test_the_first_screen_says_what_is_next_and_who_must_provide_what() -> None:
    steps = words(parsed(ROOT, "midtjylland").xpath(STEPS))
    assert steps[0] == (
        "Norddjurs: KB igen: planlagt 26-03-2026, dagsorden senest 20-03-2026, frist 26-03-2026."
    )
    assert steps[1].startswith("Mødedage kendes ikke, parterne oplyser dem: 19 parter")
    assert steps[2].startswith("Kommunerne: ") and "årligt beløb (18)" in steps[2]
    assert steps[4].startswith("Parterne sammen: ")


def test_the_matrix_has_a_row_for_each_agreement_and_marks_what_fell(
    small_project: SmallProject,
) -> None:
    command = ["release", "midtbundt", "--edition", "V20260319", "--draft"]
    assert main([*command, "--project", str(small_project.folder)]) == 0
    small_project.write(FILE, APPROVALS)
    small_project.change(small_project.municipality_file, "amount: 1234000", "amount: 2_000_000")
    tree = parsed(small_project.folder)
    rows = words(tree.xpath(MATRIX))
    assert rows[0].startswith("NordbyUdkast–godkendt 20-03-2026 (V20260319, faldet)")
    assert (
        rows[1]
        == "SønderåTil politisk behandling–ikke behandletikke behandletmødedage kendes ikke: rådet, regionen"
    )
    assert words(tree.xpath(f"{MATRIX}//strong")) == ["godkendt 20-03-2026 (V20260319, faldet)"]


def test_a_meeting_without_an_outcome_and_an_open_reservation_are_to_be_seen_to(
    small_project: SmallProject,
) -> None:
    small_project.write(
        FILE,
        "approvals:\n  - {body: Rådet, date: 2026-03-10, outcome: approved, source: sagen,\n"
        "     reservations: [{what: Overhead}]}\n",
    )
    assert "Nordby: besvar forbeholdet ”Overhead”." in words(
        parsed(small_project.folder).xpath(STEPS)
    )
    small_project.write(
        FILE, "approvals:\n  - {body: Rådet, date: 2026-03-10, outcome: planned, source: sagen}\n"
    )
    assert "Nordby: udfaldet af Rådets møde 10-03-2026 mangler." in (
        words(parsed(small_project.folder).xpath(STEPS))
    )
