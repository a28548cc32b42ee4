"""LibreOffice's answer on tracked changes, asked by UNO: run by the system's own python.

    /usr/bin/python3 uno_changes.py ANSWER.json ACTION FILE [ACTION FILE]…

ACTION is accept, reject or show. The answer has a list of lines for each file in turn: the style,
the number and the words of each paragraph, and of each table the words of its cells.
"""

import contextlib
import functools
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

DESKTOP, DISPATCHER = "com.sun.star.frame.Desktop", "com.sun.star.frame.DispatchHelper"
COMMANDS = {"accept": ".uno:AcceptAllTrackedChanges", "reject": ".uno:RejectAllTrackedChanges"}


def main(answer: str, *asked: str) -> None:
    with office() as service:
        desktop, dispatcher = service(DESKTOP), service(DISPATCHER)
        pairs = zip(asked[::2], asked[1::2], strict=True)
        found = [lines(desktop, dispatcher, action, Path(file)) for action, file in pairs]
        Path(answer).write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")


@contextlib.contextmanager
def office():
    """LibreOffice with a profile of its own: what makes a service of it by its name."""
    with tempfile.TemporaryDirectory(prefix="aftalegen-uno-") as profile:
        pipe = f"aftalegen{Path(profile).name[-8:]}".replace("_", "x")
        started = subprocess.Popen(
            [
                "soffice",
                f"-env:UserInstallation={Path(profile).as_uri()}",
                *("--headless", "--invisible", "--norestore", "--nologo", "--nodefault"),
                f"--accept=pipe,name={pipe};urp;",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            context = connected(pipe)
            yield functools.partial(made, context)
            with contextlib.suppress(Exception):  # it goes down while it answers
                made(context, DESKTOP).terminate()
        finally:
            try:
                started.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(started.pid, signal.SIGKILL)


def connected(pipe: str):  # UNO has no types
    local = uno.getComponentContext()
    resolver = made(local, "com.sun.star.bridge.UnoUrlResolver")
    for _attempt in range(300):
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            time.sleep(0.1)
    raise RuntimeError("LibreOffice did not answer")


def made(context, name: str):
    return context.ServiceManager.createInstanceWithContext(name, context)


def lines(desktop, dispatcher, action: str, file: Path) -> list[list[str]]:
    hidden = PropertyValue()
    hidden.Name, hidden.Value = "Hidden", True
    document = desktop.loadComponentFromURL(file.resolve().as_uri(), "_blank", 0, (hidden,))
    if document is None:
        raise RuntimeError(f"LibreOffice did not open {file}")
    try:
        if action in COMMANDS:
            frame = document.CurrentController.Frame
            dispatcher.executeDispatch(frame, COMMANDS[action], "", 0, ())
            document.TextFields.refresh()
        found = [shown(block) for block in each(document.Text)]
        left = sum(1 for _change in each(document.Redlines)) if action in COMMANDS else 0
        return [*found, ["changes left", str(left)]]
    finally:
        document.close(True)


def shown(block) -> list[str]:
    if block.supportsService("com.sun.star.text.TextTable"):
        return ["table", *(block.getCellByName(name).String for name in block.CellNames)]
    return [block.ParaStyleName, block.ListLabelString, block.String]


def each(collection):
    found = collection.createEnumeration()
    while found.hasMoreElements():
        yield found.nextElement()


if __name__ == "__main__":
    main(*sys.argv[1:])
