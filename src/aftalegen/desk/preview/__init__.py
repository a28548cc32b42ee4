"""A project as it is shown while a person edits it: made anew at each save, pushed to the browser.

`files.py` sees what was saved, `pages.py` makes the pages, `server.py` serves them to this machine
only. Everything is read anew at a change: one annex takes less than a tenth of a second.
"""

import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter, sleep

from aftalegen.build.builder import Builder
from aftalegen.desk.preview.files import changed, stamps
from aftalegen.document.nodes import Document
from aftalegen.document.style import Style
from aftalegen.records.project import Project
from aftalegen.records.selected import BundleAnnex, Selected
from aftalegen.words.faults import AftalegenError, Errors, InputError, each_error
from aftalegen.words.language import _

PAUSE = 0.1
"""Seconds between two looks at the files."""
SETTLE = 0.02
"""Seconds that the files must have stood still: an editor may write one in several steps."""


INDEX = ""
"""The key of the page that lists the annexes."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown of one annex. With errors, `document` is the last one that could be made.

    `annexes` are those to choose from, by key; `version` counts the saves.
    """

    version: int
    annexes: Mapping[str, str]
    errors: tuple[AftalegenError, ...]
    document: Document | None = None
    style: Style | None = None


@dataclass(frozen=True, slots=True)
class Saved:
    """What a person saved, and what came of it: the errors of the annexes that are looked at."""

    files: tuple[str, ...]
    errors: tuple[AftalegenError, ...]
    seconds: float


class Preview:
    """The annexes that were asked for; raises UsageError if there are none."""

    def __init__(self, folder: Path, who: tuple[str, ...], task: str | None) -> None:
        self.folder = folder
        self._asked = (who, task)
        self._stamps = stamps(folder)
        self._version = 1
        self._change = threading.Condition()
        self._closed = self._stopped = False
        self._shown: dict[str, Shown] = {}
        self._builder = Builder(Project(folder))
        self._selected = self._builder.project.select(who, task, None)

    def shown(self, key: str) -> Shown:
        """An annex, or the index, as it is now; raises KeyError for one that never was."""
        with self._change:
            if key not in self._shown:
                if key != INDEX and key not in self._annexes():
                    raise KeyError(key)
                self._shown[key] = self._made(key)
            return self._shown[key]

    def newer(self, key: str, version: int, seconds: float) -> Shown | None:
        """An annex when it is newer than a version; None if nothing was saved for so long."""
        with self._change:
            self._change.wait_for(lambda: self._closed or self._version > version, seconds)
            return self.shown(key) if self._version > version else None

    @property
    def closed(self) -> bool:
        """Whether the preview has ended."""
        return self._closed

    def stop(self) -> None:
        """Let `saves` end at its next look; takes no lock, so that a signal may call it."""
        self._stopped = True

    def close(self) -> None:
        """End the preview; those who wait are let go."""
        with self._change:
            self._closed = True
            self._change.notify_all()

    def saves(self) -> Iterator[Saved]:
        """Each save from now on until it is stopped; what is looked at has been made anew."""
        while not (self._closed or self._stopped):
            sleep(PAUSE)
            if files := self._files_saved():
                started = perf_counter()
                errors = self._make_anew()
                yield Saved(files, errors, perf_counter() - started)

    def _files_saved(self) -> tuple[str, ...]:
        """The files that were saved since last time, when they stand still."""
        now = stamps(self.folder)
        if now == self._stamps:
            return ()
        while True:
            sleep(SETTLE)
            before, now = now, stamps(self.folder)
            if now == before:
                break
        files = changed(self._stamps, now)
        self._stamps = now
        return files

    def _make_anew(self) -> tuple[AftalegenError, ...]:
        """Read the project anew, make what is looked at, and tell those who wait."""
        with self._change:
            self._version += 1
            self._builder = Builder(Project(self.folder))
            try:
                self._selected = self._builder.project.select(*self._asked, None)
            except AftalegenError as error:
                self._selected = Selected((), each_error(error))
            self._shown = {key: self._made(key) for key in self._shown}
            self._change.notify_all()
            return Errors(e for shown in self._shown.values() for e in shown.errors).errors

    def _annexes(self) -> dict[str, BundleAnnex]:
        return {selection.document_key: selection for selection in self._selected.annexes}

    def _made(self, key: str) -> Shown:
        """What is shown now; an annex that cannot be made stands as it was shown before."""
        annexes = self._annexes()
        names = {key: selection.file_name for key, selection in annexes.items()}
        now = Shown(self._version, names, self._selected.errors)
        before = self._shown.get(key, now)
        try:
            now = replace(now, style=self._builder.project.style)
            if key == INDEX:
                return now
            if key not in annexes:
                raise Errors(now.errors or [_gone()])
            document = self._builder.annex_document(annexes[key])
        except AftalegenError as error:
            style = now.style or before.style
            return replace(now, errors=each_error(error), document=before.document, style=style)
        return replace(now, errors=(), document=document)


def _gone() -> InputError:
    return InputError(
        "annex-gone",
        _("the annex is no longer in any bundle"),
        hint=_("see the annexes of a bundle in data/bundles/"),
    )
