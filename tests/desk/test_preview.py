"""The preview: what is saved is shown, to this machine only."""

import contextlib
import errno
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from aftalegen.desk.preview import INDEX, Preview, Saved, Shown
from aftalegen.desk.preview.files import changed, stamps
from aftalegen.desk.preview.pages import page
from aftalegen.desk.preview.server import PreviewServer
from aftalegen.document.walk import plain
from aftalegen.words.faults import UsageError
from tests.conftest import ROOT, SmallProject

KEY = "midtbundt/nordby/forebyggelse/aftale"
PAGE = f"/bilag/{KEY}"


def preview_of(project: SmallProject, *who: str) -> Preview:
    return Preview(project.folder, who or ("nordby",), None)


def save(preview: Preview) -> Saved:
    """What the preview makes of the files that were just written."""
    return next(preview.saves())


def amount(shown: Shown) -> str:
    assert shown.document
    (section,) = (s for s in shown.document.sections if s.key == "oekonomi")
    return plain(section.blocks[0].inlines)  # type: ignore[union-attr]


# --- what is shown ---


def test_a_save_is_shown_and_told(small_project: SmallProject) -> None:
    preview = preview_of(small_project)
    assert "1.234.000" in amount(preview.shown(KEY))

    small_project.change(small_project.municipality_file, "1_234_000", "2_500_000")
    saved = save(preview)

    assert (saved.files, saved.errors) == ((small_project.municipality_file,), ())
    assert "2.500.000" in amount(preview.shown(KEY))


def test_with_an_error_the_last_text_stands_until_it_is_mended(small_project: SmallProject) -> None:
    preview = preview_of(small_project)
    preview.shown(KEY)
    small_project.change(small_project.municipality_file, "1_234_000", "mange")
    (error,) = save(preview).errors
    shown = preview.shown(KEY)

    assert error.rule == "not-an-amount"
    assert shown.errors == (error,)
    assert "1.234.000" in amount(shown)

    small_project.change(small_project.municipality_file, "mange", "3_000_000")
    assert save(preview).errors == ()
    assert "3.000.000" in amount(preview.shown(KEY))


def test_an_error_from_the_beginning_is_shown_and_can_be_mended(
    small_project: SmallProject,
) -> None:
    small_project.change(small_project.municipality_file, "1_234_000", "mange")
    preview = preview_of(small_project)
    shown = preview.shown(KEY)

    assert [error.rule for error in shown.errors] == ["not-an-amount"]
    assert shown.document is None
    assert "mange" in page(shown, KEY, small_project.folder)

    small_project.change(small_project.municipality_file, "mange", "3_000_000")
    save(preview)
    assert "3.000.000" in amount(preview.shown(KEY))


def test_a_broken_bundle_or_style_is_an_error_on_the_page(small_project: SmallProject) -> None:
    preview = preview_of(small_project)
    preview.shown(KEY)
    bundle, style = "data/bundles/midtbundt.yaml", "templates/house/style.yaml"
    small_project.change(bundle, "region: midt", "region: [midt")
    assert [e.source.file for e in save(preview).errors if e.source] == [bundle]

    small_project.change(bundle, "region: [midt", "region: midt")
    small_project.change(style, "body: 10", "body: stor")
    assert [e.source.file for e in save(preview).errors if e.source] == [style]


def test_an_annex_that_leaves_the_bundle_says_so(small_project: SmallProject) -> None:
    preview = preview_of(small_project)
    preview.shown(KEY)
    small_project.change("data/bundles/midtbundt.yaml", "task: forebyggelse, template: aftale, file_name: Aftale Nordby", "task: forebyggelse, template: andet, file_name: Aftale Nordby")  # fmt: skip

    assert [error.rule for error in save(preview).errors] == ["annex-gone"]


def test_the_annexes_to_choose_from_follow_the_bundle(small_project: SmallProject) -> None:
    preview = preview_of(small_project, "midtbundt")
    assert list(preview.shown(INDEX).annexes.values()) == ["Aftale Nordby", "Aftale Sønderå"]

    small_project.change("data/bundles/midtbundt.yaml", "Aftale Nordby", "Aftalen med Nordby")
    save(preview)
    assert list(preview.shown(INDEX).annexes.values()) == ["Aftalen med Nordby", "Aftale Sønderå"]


def test_what_editors_keep_for_themselves_is_no_save(small_project: SmallProject) -> None:
    before = stamps(small_project.folder)
    for name in (".nordby.yaml.swp", "nordby.yaml~", "#nordby.yaml#", ".git/index"):
        small_project.write(f"data/municipalities/{name}", "x")
    assert changed(before, stamps(small_project.folder)) == ()

    small_project.write("templates/aftale/03-nyt.md", "x")
    (small_project.folder / "data/law.yaml").unlink()
    now = stamps(small_project.folder)
    assert changed(before, now) == ("data/law.yaml", "templates/aftale/03-nyt.md")


def test_a_page_tells_an_error_as_the_terminal_does(small_project: SmallProject) -> None:
    small_project.section("Rammen er {{ budget.<b> }}.")
    preview = preview_of(small_project)
    html = page(preview.shown(KEY), KEY, small_project.folder)

    assert '<p class="where">templates/aftale/02-oekonomi.md:5:1</p>' in html
    assert "<pre>5 | Rammen er {{ budget.&lt;b&gt; }}.</pre>" in html
    assert "<b>" not in html


# --- who may see it ---


@pytest.fixture
def server(small_project: SmallProject) -> Iterator[PreviewServer]:
    with PreviewServer(preview_of(small_project, "midtbundt"), 0) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def asked(
    server: PreviewServer, path: str, *, method: str = "GET", host: str | None = None
) -> tuple[int, str]:
    """Status and body of an answer."""
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=10)
    connection.request(method, path, headers={"Host": host} if host else {})
    answer = connection.getresponse()
    body = answer.read().decode()
    connection.close()
    return answer.status, body


def test_it_listens_to_this_machine_only(server: PreviewServer) -> None:
    assert server.server_address[0] == "127.0.0.1"


@pytest.mark.parametrize("host", ["evil.example", "evil.example:PORT", "127.0.0.1", "localhost:1"])
def test_another_hosts_name_is_refused(server: PreviewServer, host: str) -> None:
    named = host.replace("PORT", str(server.server_port))
    assert asked(server, PAGE, host=named)[0] == 421


def test_its_own_names_are_served(server: PreviewServer) -> None:
    for name in ("127.0.0.1", "localhost"):
        status, body = asked(server, PAGE, host=f"{name}:{server.server_port}")
        assert status == 200
        assert "1.234.000" in body


@pytest.mark.parametrize(
    "path",
    [
        "/../data/law.yaml",
        "/data/law.yaml",
        "/bilag/../../data/law.yaml",
        "/preview.js/../preview.py",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/bilag/midtbundt/nordby/forebyggelse/andet",
        "/follow/1/../../etc/passwd",
        "/follow/x/",
    ],
)
def test_nothing_else_is_served(server: PreviewServer, path: str) -> None:
    assert asked(server, path)[0] == 404


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_it_only_gives(server: PreviewServer, method: str) -> None:
    assert asked(server, PAGE, method=method)[0] == 501


def test_no_script_but_its_own_may_run_in_the_page(server: PreviewServer) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=10)
    connection.request("GET", PAGE)
    answer = connection.getresponse()
    answer.read()
    connection.close()

    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self';")
    assert "frame-ancestors 'none'" in policy


def test_several_annexes_are_listed_and_a_single_one_is_shown(
    server: PreviewServer, small_project: SmallProject
) -> None:
    status, body = asked(server, "/")
    assert status == 200
    assert f'<a href="{PAGE}">Aftale Nordby</a>' in body

    server.preview = preview_of(small_project)
    assert asked(server, "/")[0] == 302


def test_a_save_is_pushed_to_the_page(server: PreviewServer, small_project: SmallProject) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=10)
    connection.request("GET", f"/follow/1/{KEY}")
    answer = connection.getresponse()
    small_project.change(small_project.municipality_file, "1_234_000", "2_500_000")
    save(server.preview)
    lines = iter(answer.readline, b"")
    event = json.loads(next(line for line in lines if line.startswith(b"data:"))[5:])
    server.preview.close()
    answer.read()
    connection.close()

    assert event["version"] == 2
    assert "2.500.000" in event["body"]


# --- the command ---


def test_a_port_that_is_taken_is_said(small_project: SmallProject, server: PreviewServer) -> None:
    with pytest.raises(UsageError) as caught:
        PreviewServer(preview_of(small_project), server.server_port)
    assert caught.value.rule == "port-in-use"


def test_so_many_connections_are_kept_that_none_of_them_ends_the_preview(
    small_project: SmallProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("aftalegen.desk.preview.server.MOST_CONNECTIONS", 3)
    with PreviewServer(preview_of(small_project), 0) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        held = [socket.create_connection(("127.0.0.1", server.server_port)) for _ in range(3)]
        for one in held:
            one.sendall(b"GET ")  # and no more: the server waits for the rest
        with pytest.raises((http.client.RemoteDisconnected, ConnectionError)):
            asked(server, "/preview.css")
        for one in held:
            one.close()
        for _ in range(50):
            with contextlib.suppress(http.client.RemoteDisconnected, ConnectionError):
                assert asked(server, "/preview.css")[0] == 200
                break
            time.sleep(0.1)
        else:
            pytest.fail("there is no room again")
        assert server.fault is None
        server.shutdown()


def test_too_few_file_handles_do_not_end_the_preview(small_project: SmallProject) -> None:
    with PreviewServer(preview_of(small_project), 0) as server:
        try:
            raise OSError(errno.EMFILE, "too many")
        except OSError:
            server.handle_error(None, None)
        assert server.fault is None


@pytest.mark.skipif(os.name == "nt", reason="there another program could take the port")
def test_a_port_is_free_again_at_once(small_project: SmallProject) -> None:
    with PreviewServer(preview_of(small_project), 0) as first:
        threading.Thread(target=first.serve_forever, daemon=True).start()
        asked(first, "/preview.css")  # the server ends the connection, and its port lingers
        first.shutdown()
    with PreviewServer(preview_of(small_project), first.server_port) as second:
        assert second.server_port == first.server_port


@pytest.mark.skipif(os.name == "nt", reason="no signal there says Ctrl-C to one process")
def test_ctrl_c_ends_it_cleanly(small_project: SmallProject) -> None:
    command = [sys.executable, "-m", "aftalegen", "preview", "nordby"]
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONUNBUFFERED": "1"}
    started = subprocess.Popen(
        command, cwd=small_project.folder, env=env, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert started.stdout
    address = started.stdout.readline()
    started.send_signal(signal.SIGINT)
    out, err = started.communicate(timeout=20)

    assert address.startswith("http://127.0.0.1:")
    assert (started.returncode, out) == (0, "")
    assert err.splitlines()[-1] == "the preview has been stopped"
    assert not list(Path(small_project.folder).rglob("*.html"))


def test_a_name_that_is_not_there_ends_it_at_once(small_project: SmallProject) -> None:
    with pytest.raises(UsageError):
        preview_of(small_project, "nordbyy")
