"""The web page in a real browser: what a screen reader is told, and what dark and narrow show."""

from dataclasses import replace
from pathlib import Path

import pytest

from aftalegen.document.nodes import Document, Paragraph, Section, Text
from aftalegen.writers.web import document_html
from tests.conformance.browser import Page, browser_page
from tests.documents import annex, saying
from tests.writers.test_web import STYLE

pytestmark = pytest.mark.conformance


def redlined() -> Document:
    """One word taken out, one put in, and a paragraph that is new."""
    words = (Text("Fra "), Text("tre", change="del"), Text("fire", change="ins"), Text(" dage"))
    blocks = (Paragraph(words), Paragraph((Text("Nyt stykke."),), change="ins"))
    return replace(saying("x"), sections=(Section("frist", (Text("Frist"),), blocks),))


def written(document: Document, folder: Path) -> str:
    path = folder / "side.html"
    path.write_bytes(document_html(document, STYLE))
    return path.as_uri()


def spoken(page: Page) -> list[tuple[str, str]]:
    """The roles and names that a screen reader is given, in reading order."""
    page.call("Accessibility.enable")
    nodes = page.call("Accessibility.getFullAXTree")["nodes"]
    by_id = {node["nodeId"]: node for node in nodes}
    found, left = [], [nodes[0]]
    while left:
        node = left.pop()
        if not node["ignored"]:
            name = str(node.get("name", {}).get("value", "")).strip()
            found.append((node["role"]["value"], name))
        left += [by_id[child] for child in reversed(node["childIds"]) if child in by_id]
    return found


def test_a_screen_reader_is_told_of_each_change(tmp_path: Path) -> None:
    with browser_page(written(redlined(), tmp_path)) as page:
        said = spoken(page)
    words = [name for role, name in said if role == "StaticText"]
    start = words.index("Fra")

    assert words[start : start + 8] == [
        "Fra", "[slettet:", "tre", "slettet slut]", "[indsat:", "fire", "indsat slut]", "dage",
    ]  # fmt: skip
    roles = [role for role, _name in said]
    assert (roles.count("insertion"), roles.count("deletion")) == (2, 1)


def test_a_screen_reader_finds_landmarks_lists_and_columns(tmp_path: Path) -> None:
    document = annex("norddjurs", "Horisontal samarbejdsaftale")
    with browser_page(written(document, tmp_path)) as page:
        said = spoken(page)
    roles = [role for role, _name in said]

    assert [roles.count(role) for role in ("banner", "navigation", "main")] == [1, 1, 1]
    assert ("navigation", "Indhold") in said
    assert ("columnheader", "CVR-nummer") in said
    assert roles.count("list") > 5


@pytest.mark.parametrize("width", [320, 1000])
def test_no_line_is_wider_than_the_window(tmp_path: Path, width: int) -> None:
    document = annex("norddjurs", "Horisontal samarbejdsaftale")
    with browser_page(written(document, tmp_path)) as page:
        size = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": False}
        page.call("Emulation.setDeviceMetricsOverride", **size)
        assert page.value("document.documentElement.scrollWidth") <= width


def test_on_dark_the_page_is_dark(tmp_path: Path) -> None:
    with browser_page(written(redlined(), tmp_path)) as page:
        dark = [{"name": "prefers-color-scheme", "value": "dark"}]
        page.call("Emulation.setEmulatedMedia", features=dark)
        assert page.value("getComputedStyle(document.body).backgroundColor") == "rgb(20, 24, 27)"
