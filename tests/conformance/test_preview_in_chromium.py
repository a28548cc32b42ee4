"""The preview in a real browser: it follows the files, keeps the place, tells errors and sources."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from aftalegen.desk.preview import Preview
from aftalegen.desk.preview.server import PreviewServer
from tests.conformance.browser import Page, browser_page
from tests.conftest import SmallProject

pytestmark = pytest.mark.conformance
ANNEX = "bilag/midtbundt/nordby/forebyggelse/aftale"
LONG = "\n\n".join(f"Stykke {n} i en lang tekst." for n in range(80))


@contextmanager
def previewed(project: SmallProject) -> Iterator[Page]:
    """Nordby's annex in a browser, while a thread watches the files."""
    shown = Preview(project.folder, ("nordby",), None)
    with PreviewServer(shown, 0) as server:
        for work in (server.serve_forever, lambda: [None for _saved in shown.saves()]):
            threading.Thread(target=work, daemon=True).start()
        with browser_page(server.address) as page:
            yield page
        server.shutdown()
    for thread in threading.enumerate():
        if thread is not threading.current_thread():
            thread.join(10)


@pytest.fixture
def page(small_project: SmallProject) -> Iterator[Page]:
    small_project.section(
        f"Rammen er {{{{ budget.fixed_annual | kr }}}} om året.\n\n{LONG}\n\nSlut."
    )
    with previewed(small_project) as page:
        yield page


def shows(page: Page, words: str) -> None:
    page.wait(f"document.getElementById('shown').textContent.includes({words!r})")


def test_a_save_is_shown_and_what_changed_is_scrolled_to(
    page: Page, small_project: SmallProject
) -> None:
    page.value("window.loaded = 'once'")
    small_project.change(small_project.section_file, "Stykke 77 i", "Stykke 77, rettet, i")
    shows(page, "Stykke 77, rettet")

    assert page.value("[...document.querySelectorAll('.changed')].map(e => e.textContent)") == [
        "Stykke 77, rettet, i en lang tekst."
    ]
    top = page.value("document.querySelector('.changed').getBoundingClientRect().top")
    assert 0 < top < 800
    assert page.value("document.getElementById('state').textContent").endswith("one place changed")
    assert page.value("window.loaded") == "once"  # swapped, not loaded again


def test_what_is_in_sight_stays_where_it_is(page: Page, small_project: SmallProject) -> None:
    page.value("window.scrollTo(0, 1800)")  # past the title page and the signatures
    seen = "[...document.querySelectorAll('p')].find(p => p.getBoundingClientRect().top > 200)"
    words = page.value(f"{seen}.textContent")
    top = page.value(f"{seen}.getBoundingClientRect().top")
    small_project.change(small_project.section_file, words, f"{words} Og mere.")
    shows(page, f"{words} Og mere.")

    assert page.value("document.querySelector('.changed').getBoundingClientRect().top") == top


def test_a_paragraph_above_does_not_move_what_is_read(
    page: Page, small_project: SmallProject
) -> None:
    small_project.change(small_project.section_file, "Slut.", "Slut nu.")
    page.wait("document.querySelector('.changed')?.textContent === 'Slut nu.'")
    page.value("window.scrollTo(0, 900)")
    small_project.change(small_project.section_file, "Rammen er", "Den faste ramme er\n\nRammen er")
    shows(page, "Den faste ramme er")

    page.wait("document.getElementById('state').textContent.includes('place')")
    assert page.value("document.querySelectorAll('.changed').length") == 1


def test_an_error_is_shown_with_its_line_and_goes_when_it_is_mended(
    page: Page, small_project: SmallProject
) -> None:
    small_project.change(small_project.section_file, "budget.fixed_annual", "budget.fixed_anual")
    # Half a save may be shown first: the file is empty before it is written.
    page.wait("document.getElementById('errors').innerText.includes('fixed_anual')")
    told = page.value("document.getElementById('errors').innerText")

    assert "the field «fixed_anual» is not known; did you mean «fixed_annual»?" in told
    assert "templates/aftale/02-oekonomi.md:5" in told
    assert "5 | Rammen er {{ budget.fixed_anual | kr }} om året." in told
    assert "help: the names that a template may use stand in docs/skabeloner.md" in told
    assert page.value("document.querySelector('#errors').getAttribute('role')") == "alert"
    assert "1.234.000\u00a0kr." in page.value("document.getElementById('shown').textContent")

    small_project.change(small_project.section_file, "budget.fixed_anual", "budget.fixed_annual")
    page.wait("document.getElementById('errors').innerHTML === ''")
    shows(page, "1.234.000\u00a0kr.")


def test_pointing_at_a_value_tells_file_and_line(page: Page) -> None:
    page.point_at("#oekonomi .field")
    told = page.wait("document.getElementById('place').textContent")

    assert told == "data/municipalities/nordby.yaml:16 tasks.forebyggelse.budget.fixed_annual"


def test_a_value_on_the_page_follows_its_file(page: Page, small_project: SmallProject) -> None:
    small_project.change(small_project.municipality_file, "1_234_000", "2_500_000")
    shows(page, "2.500.000\u00a0kr.")

    assert page.value("document.querySelector('.changed').textContent").startswith("Rammen er")


def test_the_page_says_when_the_preview_has_stopped(small_project: SmallProject) -> None:
    with previewed(small_project) as page:
        assert page.value("document.body.classList.contains('lost')") is False
        page.value(
            "EventSource = class { constructor() { setTimeout(() => this.onerror()) } close() {} }; 1"
        )
        page.value("follow()")
        page.wait("document.body.classList.contains('lost')")

        assert "no longer follows" in page.value("document.getElementById('state').textContent")


def test_no_script_in_a_value_runs(small_project: SmallProject) -> None:
    hostile = "official_name: '<img src=x onerror=\"window.hacked=1\"><script>hacked=1</script>'"
    small_project.change(small_project.municipality_file, "official_name: Nordby Kommune", hostile)
    with previewed(small_project) as page:
        shows(page, "<script>hacked=1")

        assert page.value("typeof window.hacked") == "undefined"
