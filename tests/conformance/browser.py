"""A headless Chromium, told what to do over its DevTools protocol (a WebSocket, RFC 6455).

So little is needed of both that the standard library does it; nothing is downloaded at test time.
"""

import base64
import json
import os
import shutil
import socket
import struct
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "chrome")
OPTIONS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
    "--hide-scrollbars", "--remote-debugging-port=0", "--window-size=1000,800", "--lang=da",
)  # fmt: skip
PATIENCE = 20.0
"""Seconds that something in the browser may take before the test gives up."""


@contextmanager
def browser_page(address: str) -> Iterator["Page"]:
    """A page of a new browser that shows an address; both are gone afterwards."""
    program = next(filter(None, map(shutil.which, PROGRAMS)))
    with TemporaryDirectory(prefix="aftalegen-chromium-", ignore_cleanup_errors=True) as profile:
        command = [program, *OPTIONS, f"--user-data-dir={profile}", "about:blank"]
        chromium = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        try:
            page = Page(_socket_of(Path(profile) / "DevToolsActivePort", chromium))
            try:
                page.go(address)
                yield page
            finally:
                page.close()
        finally:
            os.killpg(chromium.pid, 9)
            chromium.wait()


class Page:
    """One page: commands are answered in order, events in between are passed over."""

    def __init__(self, address: str) -> None:
        self._socket = _WebSocket(address)
        self._number = 0
        self.call("Page.enable")

    def call(self, method: str, **parameters: Any) -> Any:
        """What the browser answers to a command."""
        self._number += 1
        self._socket.send(json.dumps({"id": self._number, "method": method, "params": parameters}))
        while True:
            answer = json.loads(self._socket.receive())
            if answer.get("id") == self._number:
                assert "error" not in answer, f"{method}: {answer['error']}"
                return answer["result"]

    def go(self, address: str) -> None:
        """Show an address, and wait until it is there."""
        self.call("Page.navigate", url=address)
        self.wait("location.href !== 'about:blank' && document.readyState === 'complete'")

    def value(self, script: str) -> Any:
        """The value of a script in the page."""
        answer = self.call("Runtime.evaluate", expression=script, returnByValue=True)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def wait(self, script: str) -> Any:
        """The value of a script as soon as it is true."""
        deadline = time.monotonic() + PATIENCE
        while not (found := self.value(script)):
            assert time.monotonic() < deadline, f"never: {script}"
            time.sleep(0.02)
        return found

    def point_at(self, selector: str) -> None:
        """Move the mouse to the first element that fits."""
        middle = (
            f"(() => {{ const e = document.querySelector({json.dumps(selector)});"
            " e.scrollIntoView({block: 'center', behavior: 'instant'});"
            " const r = e.getClientRects()[0]; return [r.x + r.width / 2, r.y + r.height / 2] })()"
        )
        x, y = self.value(middle)
        self.call("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)

    def screenshot(self) -> bytes:
        """What the window shows, as PNG."""
        return base64.b64decode(self.call("Page.captureScreenshot")["data"])

    def close(self) -> None:
        """Let go of the page."""
        self._socket.close()


def _socket_of(file: Path, chromium: "subprocess.Popen[bytes]") -> str:
    """The address of the first page's socket, once the browser has said its port."""
    deadline = time.monotonic() + PATIENCE
    while True:
        assert chromium.poll() is None, f"Chromium ended with {chromium.returncode}"
        assert time.monotonic() < deadline, "Chromium did not start"
        try:
            port = int(file.read_text().split()[0])
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/json") as answer:
                pages = json.load(answer)
            return next(str(p["webSocketDebuggerUrl"]) for p in pages if p["type"] == "page")
        except (OSError, ValueError, IndexError, StopIteration):
            time.sleep(0.05)


class _WebSocket:
    """Text messages to and from a WebSocket server."""

    def __init__(self, address: str) -> None:
        host, _slash, path = address.removeprefix("ws://").partition("/")
        name, _colon, port = host.partition(":")
        self._socket = socket.create_connection((name, int(port)), timeout=PATIENCE)
        self._stream = self._socket.makefile("rb")
        key = base64.b64encode(os.urandom(16)).decode()
        self._socket.sendall(
            f"GET /{path} HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\n"
            f"Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\n"
            "Sec-WebSocket-Version: 13\r\n\r\n".encode()
        )
        assert b" 101 " in self._stream.readline()
        while self._stream.readline().strip():
            pass

    def send(self, text: str) -> None:
        data = text.encode()
        mask = os.urandom(4)
        size = len(data)
        head = (
            struct.pack("!BB", 0x81, 0x80 | size)
            if size < 126
            else struct.pack("!BBH", 0x81, 0x80 | 126, size)
            if size < 65536
            else struct.pack("!BBQ", 0x81, 0x80 | 127, size)
        )
        masked = bytes(byte ^ mask[i % 4] for i, byte in enumerate(data))
        self._socket.sendall(head + mask + masked)

    def receive(self) -> str:
        """The next message, put together from its frames."""
        message = b""
        while True:
            first, second = self._stream.read(2)
            size = second & 0x7F
            if size == 126:
                (size,) = struct.unpack("!H", self._stream.read(2))
            elif size == 127:
                (size,) = struct.unpack("!Q", self._stream.read(8))
            data = self._stream.read(size)
            if first & 0x0F in (0, 1):
                message += data
                if first & 0x80:
                    return message.decode()

    def close(self) -> None:
        self._stream.close()
        self._socket.close()
