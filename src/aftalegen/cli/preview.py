"""`aftalegen preview`: opens, serves, tells of each save until it is stopped."""

import signal
import threading
import webbrowser
from pathlib import Path
from typing import Annotated

from aftalegen.cli import console, options
from aftalegen.cli.declaring import flag, option
from aftalegen.desk.preview import Preview, Saved
from aftalegen.desk.preview.server import PreviewServer
from aftalegen.records.finding import find_project
from aftalegen.words.faults import DONE
from aftalegen.words.language import _, decimal, plural


def preview(
    who: options.Who,
    task: options.Task = None,
    port: Annotated[
        int,
        option(
            "NUMBER", "The port; any free one unless asked.", min=0, max=65535, show_default=False
        ),
    ] = 0,
    open: Annotated[bool, flag("--open", "Open the page in the browser too.")] = False,
    project: options.Folder = None,
) -> int:
    """Serve the annexes until Ctrl-C; returns the exit code."""
    folder = find_project(project)
    shown = Preview(folder, tuple(who or ()), task)
    with PreviewServer(shown, port) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        # Told, not raised: in a callback of Python's own a KeyboardInterrupt would be lost.
        signal.signal(signal.SIGINT, lambda _number, _frame: shown.stop())
        console.result(server.address)
        console.talk(_("edit and save; the page follows along. Ctrl-C stops"))
        if open:
            webbrowser.open(server.address)
        try:
            for saved in shown.saves():
                _tell(saved, folder)
        finally:
            server.shutdown()
        server.raise_fault()
    console.talk("")
    console.talk(_("the preview has been stopped"))
    return DONE


def _tell(saved: Saved, folder: Path) -> None:
    """One line a save: what was saved, and that it is shown or has faults."""
    files = saved.files[0]
    if len(saved.files) > 1:
        files += f" (+{len(saved.files) - 1})"
    if saved.errors:
        console.errors(saved.errors, folder, {})
        outcome = plural("{n} error", "{n} errors", len(saved.errors))
    else:
        outcome = _("shown after {seconds} s").format(seconds=decimal(saved.seconds, 2))
    console.talk(f"{files}: {outcome}")
