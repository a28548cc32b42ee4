"""Other readers of Word files as judges: ONLYOFFICE, jubarte, docx-to-markdown and mammoth.

They take seconds a file, so one redline between each two states is judged, and one document of each
kind: what differs between two municipalities is words, and those are compared elsewhere.
"""

import html
import json
import re
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from itertools import zip_longest
from pathlib import Path
from zipfile import ZipFile

from tests.conformance.engines import HERE, ran
from tests.conformance.products import Finding, Product, Verdict, first_few
from tests.conformance.redlines import RedlineProduct
from tests.reading_back import Said, docx_blocks
from tests.said import CONTENTS

PAGE = re.compile(r"[\t ]\d+$|(?<=^Side )\d+ af \d+$")
"""Page counts, which each engine makes for itself."""
KIND = 12
"""So many letters of a file's name tell what kind of document it is."""

NO_HEADINGS = (CONTENTS, "Aftalen kort")
"""Headings that stand in no contents, so that no style of headings is theirs."""

Lines = list[str]
Asked = tuple[str, Path]
"""What is to be done with a file: accept, reject, show."""


def changes_in_onlyoffice(products: Sequence[RedlineProduct]) -> Verdict:
    """Accepting and rejecting all in ONLYOFFICE, headers and footers included."""

    return _both_ways("ONLYOFFICE, changes", products, _onlyoffice)


def changes_in_docx_to_markdown(products: Sequence[RedlineProduct]) -> Verdict:
    """The redline as it was and as it is proposed, as docx-to-markdown shows it."""
    modes = {"reject": "original", "accept": "proposed", "show": "proposed"}

    def said(asked: Sequence[Asked]) -> list[Lines]:
        options = [("--display-mode", modes[action], file) for action, file in asked]
        program = (sys.executable, "-m", "docx_to_markdown", "--quiet")
        return [ran(*program, *words).splitlines() for words in options]

    return _both_ways("docx-to-markdown, changes", products, said)


def changes_in_jubarte(products: Sequence[RedlineProduct]) -> Verdict:
    """Accepting and rejecting all in jubarte, and everything that differs without being tracked."""

    def said(asked: Sequence[Asked]) -> list[Lines]:
        with tempfile.TemporaryDirectory(prefix="aftalegen-jubarte-") as folder:
            copy = Path(folder) / "red.docx"
            found = []
            for action, file in asked:
                copy.write_bytes(file.read_bytes())
                ran(sys.executable, HERE / "jubarte_resolving.py", copy)
                made = {"accept": "accepted.docx", "reject": "rejected.docx", "show": "docx"}
                blocks = docx_blocks(copy.with_suffix(f".{made[action]}").read_bytes())
                found.append([f"{block.kind}: {block.words}" for block in blocks])
        return found

    verdict = _both_ways("jubarte, changes", products, said)
    silent = [finding for product in _of_each_state(products) for finding in _untracked(product)]
    return Verdict(verdict.judge, verdict.figures, (*verdict.findings, *silent))


def _untracked(product: RedlineProduct) -> Iterator[Finding]:
    """What differs between the old file and the redline whose changes are rejected."""
    with ZipFile(product.docx) as archive:
        body = archive.read("word/document.xml").decode()
    author = re.search(r'w:author="([^"]*)"', body)
    assert author is not None, "a redline has changes"
    check = ("validate", "--rules", "word,edits", "--original", product.old, "--author", author[1])
    told = ran(sys.executable, "-m", "jubarte_redlines", *check, product.docx, passing=(0, 1, 2))
    assert re.search(r"^(no findings|\d+ finding)", told, re.MULTILINE), told
    for line in told.splitlines():
        sides = re.search(r': "(.*)" vs "(.*)"$', line.replace(r"\t", "\t"))
        pages_only = sides and _without_page(sides[1]) == _without_page(sides[2])
        if "UNTRACKED" in line and not pages_only:
            yield Finding(product.docx.name, line.strip())


def headings_in_mammoth(products: Sequence[Product]) -> Verdict:
    """Every heading is one to an importer that goes by the names of styles."""
    files = _of_each_kind(products)
    findings: list[Finding] = []
    for product in files:
        page = ran(sys.executable, "-c", "from mammoth.cli import main; main()", product.docx)
        found = [
            (level, html.unescape(re.sub("<[^>]*>", "", words)))
            for level, words in re.findall(r"<h(\d)>(.*?)</h\1>", page)
        ]
        wanted = [(b.kind[-1], b.words) for b in product.expected if _is_heading(b)]
        pairs = zip_longest(wanted, found, fillvalue=("", ""))
        faults = [
            f"expected {want}, read {got}"
            for want, got in pairs
            if want[0] != got[0] or not want[1].endswith(got[1])
        ]
        findings += [Finding(product.docx.name, fault) for fault in first_few(faults)]
    return Verdict("mammoth, headings", f"{len(files)} DOCX", tuple(findings))


def contents_in_onlyoffice(products: Sequence[Product]) -> Verdict:
    """The contents that ONLYOFFICE brings up to date have the sections and numbers they had."""
    files = [product for product in _of_each_kind(products) if _has_contents(product)]
    said = _onlyoffice([(how, p.docx) for p in files for how in ("show", "contents")])
    findings = [
        Finding(product.docx.name, fault)
        for product, shown, updated in zip(files, said[::2], said[1::2], strict=True)
        for fault in _differing(shown, updated)
    ]
    return Verdict("ONLYOFFICE, contents", f"{len(files)} DOCX", tuple(findings))


# --- what is asked, and compared ----------------------------------------------------------------


def _onlyoffice(asked: Sequence[Asked]) -> list[Lines]:
    words = [word for action, file in asked for word in (action, str(file))]
    with tempfile.TemporaryDirectory(prefix="aftalegen-onlyoffice-") as folder:
        answer = Path(folder) / "answer.json"
        ran(sys.executable, HERE / "onlyoffice_saying.py", answer, *words)
        found: list[Lines] = json.loads(answer.read_text(encoding="utf-8"))
    return found


def _both_ways(
    judge: str, products: Sequence[RedlineProduct], said: Callable[[Sequence[Asked]], list[Lines]]
) -> Verdict:
    """Rejected it says what the old file says, accepted what the new one does."""
    some, findings, compared = _of_each_state(products), [], 0
    for product in some:
        red, old, new = product.docx, product.old, product.new
        asked = (("reject", red), ("show", old), ("accept", red), ("show", new))
        rejected, before, accepted, now = said(asked)
        compared += len(before) + len(now)
        faults = [f"reject: {fault}" for fault in _differing(before, rejected)]
        faults += [f"accept: {fault}" for fault in _differing(now, accepted)]
        findings += [Finding(product.docx.name, fault) for fault in faults]
    figures = f"{len(some)} redlines accepted and rejected, {compared} lines compared"
    return Verdict(judge, figures, tuple(findings))


def _differing(wanted: Lines, found: Lines) -> list[str]:
    sides = ([one for one in map(_without_page, side) if one] for side in (wanted, found))
    pairs = zip_longest(*sides)
    return first_few([f"expected {want!r}, shown {got!r}" for want, got in pairs if want != got])


def _without_page(line: str) -> str:
    return PAGE.sub("", line.strip())


def _of_each_state(products: Sequence[RedlineProduct]) -> list[RedlineProduct]:
    return list({product.new.parent: product for product in products}.values())


def _of_each_kind(products: Sequence[Product]) -> list[Product]:
    return list({product.docx.name[:KIND]: product for product in products}.values())


def _has_contents(product: Product) -> bool:
    return any(block.kind == "contents" for block in product.expected)


def _is_heading(block: Said) -> bool:
    return block.kind.startswith("heading") and block.words not in NO_HEADINGS
