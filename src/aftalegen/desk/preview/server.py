"""The preview's server: this machine only, GET only, and no file but the program's own two.

A page of another site could have its name lead to this machine (DNS rebinding), so the name that
the browser asks for must be this machine's. `/follow/…` is a stream of server-sent events.
"""

import _thread
import errno
import json
import os
import sys
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Semaphore
from typing import Any
from urllib.parse import unquote

from aftalegen.desk.preview import INDEX, Preview
from aftalegen.desk.preview.pages import ANNEXES, asset, page, page_parts
from aftalegen.words.faults import UsageError
from aftalegen.words.language import _

LOOPBACK = "127.0.0.1"
NAMES = (LOOPBACK, "localhost")
FOLLOW = "/follow/"
MOST_CONNECTIONS = 200
"""So many pages are followed at once; who comes after them is sent away until one has gone."""

BREATH = 10.0
"""Seconds after which a silent stream says a word, to see whether anybody listens."""

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'"
    " 'unsafe-inline'; img-src data:; connect-src 'self'; base-uri 'none'; form-action 'none';"
    " frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


class PreviewServer(ThreadingHTTPServer):
    """Serves one preview; raises UsageError if the port cannot be had. Port 0 is any free one."""

    daemon_threads = True
    allow_reuse_address = os.name == "posix"
    """A port is free at once after Ctrl-C; on Windows it would be taken from another program."""

    def __init__(self, preview: Preview, port: int) -> None:
        self.preview = preview
        self.fault: BaseException | None = None
        self._free = Semaphore(MOST_CONNECTIONS)
        try:
            super().__init__((LOOPBACK, port), _Handler)
        except OSError as error:
            message = _("port {port} cannot be used: {why}").format(
                port=port, why=error.strerror or str(error)
            )
            hint = _("choose another with --port, or leave it out")
            raise UsageError("port-in-use", message, None, hint) from error

    @property
    def address(self) -> str:
        """What to type in a browser."""
        return f"http://{LOOPBACK}:{self.server_port}/"

    def server_close(self) -> None:
        """Close the port, and end the streams."""
        super().server_close()
        self.preview.close()

    def process_request(self, request: Any, client_address: Any) -> None:
        """Serve one who asks, in a thread of its own, as long as there are not too many."""
        if self._free.acquire(blocking=False):
            super().process_request(request, client_address)
        else:
            self.shutdown_request(request)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """As `process_request`, in the thread; then there is room for another."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._free.release()

    def raise_fault(self) -> None:
        """Raise what went wrong while a page was served, which is what ended the preview."""
        if self.fault is not None:
            raise self.fault

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that goes away, or one too many, is no fault; anything else is our own."""
        error = sys.exception()
        full = isinstance(error, OSError) and error.errno in (errno.EMFILE, errno.ENFILE)
        if not (full or isinstance(error, ConnectionError | TimeoutError)):
            self.fault = self.fault or error
            _thread.interrupt_main()


class _Handler(BaseHTTPRequestHandler):
    server: PreviewServer
    server_version = "aftalegen"
    sys_version = ""
    timeout = 60

    def do_GET(self) -> None:
        path = unquote(self.path.partition("?")[0])
        if self.headers.get("Host", "") not in self._own_names():
            self.send_error(HTTPStatus.MISDIRECTED_REQUEST)
        elif path in ("/preview.js", "/preview.css"):
            kind = "text/javascript" if path.endswith("js") else "text/css"
            self._send(asset(path[1:]), kind)
        elif path.startswith(FOLLOW):
            self._follow(path.removeprefix(FOLLOW))
        elif path == "/":
            self._front()
        elif path.startswith(ANNEXES):
            self._page(path.removeprefix(ANNEXES))
        else:
            self.send_error(HTTPStatus.NOT_FOUND)

    def _own_names(self) -> tuple[str, ...]:
        return tuple(f"{name}:{self.server.server_port}" for name in NAMES)

    def _front(self) -> None:
        """The list of annexes, or the only one."""
        shown = self.server.preview.shown(INDEX)
        if len(shown.annexes) == 1 and not shown.errors:
            self.send_response(HTTPStatus.FOUND)
            self.send_header("Location", ANNEXES + next(iter(shown.annexes)))
            self.end_headers()
        else:
            self._page(INDEX)

    def _page(self, key: str) -> None:
        preview = self.server.preview
        try:
            shown = preview.shown(key)
        except KeyError:
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        self._send(page(shown, key, preview.folder).encode(), "text/html")

    def _send(self, data: bytes, kind: str) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def _follow(self, rest: str) -> None:
        """Each version of a page after `/follow/<version>/<key>`, while the browser listens."""
        number, _slash, key = rest.partition("/")
        preview = self.server.preview
        try:
            version = int(number)
            preview.shown(key)
        except (ValueError, KeyError):
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream; charset=utf-8")
        self.end_headers()
        self.wfile.write(b"retry: 500\n\n")
        while not preview.closed:
            shown = preview.newer(key, version, BREATH)
            if shown is None:
                self.wfile.write(b":\n\n")
                continue
            version = shown.version
            parts = page_parts(shown, key, preview.folder)
            event = json.dumps({"version": version, **parts})
            self.wfile.write(f"data: {event}\n\n".encode())

    def end_headers(self) -> None:
        """The headers that every answer has."""
        for name, value in HEADERS.items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: what the browser asks for is no news to the person."""
