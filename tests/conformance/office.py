"""LibreOffice as a judge: it opens every DOCX, and what it shows is what the model says."""

import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from zipfile import ZipFile

from lxml import etree
from pdfminer.pdfpage import PDFPage

from tests.conformance.products import Finding, Product, Verdict
from tests.said import CONTENTS, Said

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TEXT = "txt:Text (encoded):UTF8"


def libre_office(products: Sequence[Product]) -> Verdict:
    """Every DOCX to text and to PDF, each in one start with a profile of its own."""
    with tempfile.TemporaryDirectory(prefix="aftalegen-office-") as name:
        folder = Path(name)
        # Numbered, so that two bundles may have files of one name.
        copies = [folder / "in" / f"{n:03}.docx" for n in range(len(products))]
        (folder / "in").mkdir()
        for product, copy in zip(products, copies, strict=True):
            shutil.copy(product.docx, copy)
        findings = [*_converted(folder, copies, TEXT), *_converted(folder, copies, "pdf")]
        words, pages = 0, 0
        for product, copy in zip(products, copies, strict=True):
            text, pdf = (folder / "out" / f"{copy.stem}.{ending}" for ending in ("txt", "pdf"))
            if text.exists():
                shown = shown_words(text.read_text(encoding="utf-8-sig"), product.expected)
                words += len(shown)
                findings += [Finding(product.docx.name, d) for d in _difference(product, shown)]
            if pdf.exists():
                with pdf.open("rb") as file:
                    pages += sum(1 for _page in PDFPage.get_pages(file))
    figures = f"{len(products)} DOCX opened, {words} words compared, {pages} pages laid out"
    return Verdict("LibreOffice", figures, tuple(findings))


def _converted(folder: Path, copies: Sequence[Path], form: str) -> Iterator[Finding]:
    """Converts all files in one start; tells of each one that did not come."""
    ending = form.split(":")[0]
    command = [
        "soffice",
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        *("--headless", "--convert-to", form, "--outdir", str(folder / "out")),
        *map(str, copies),
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240)
    for copy in copies:
        made = folder / "out" / f"{copy.stem}.{ending}"
        if not made.exists() or made.stat().st_mtime < copy.stat().st_mtime:
            yield Finding(copy.name, f"no {ending}: {(done.stdout + done.stderr)[-300:]}")


def shown_words(text: str, expected: Sequence[Said]) -> list[str]:
    """The words of the exported text, the page numbers of the contents left out."""
    entries = sum(1 for block in expected if block.kind == "contents")
    words: list[str] = []
    left = 0
    for line in text.splitlines():
        if left and line.strip():
            line = re.sub(r"\t\d+$", "", line)
            left -= 1
        elif line.strip() == CONTENTS:
            left = entries
        words += line.split()
    return words


def _framed(docx: Path) -> Iterator[list[str]]:
    """The words of each paragraph in a frame."""
    with ZipFile(docx) as archive:
        body = etree.fromstring(archive.read("word/document.xml"))
    for paragraph in body.iterfind(f".//{W}framePr/../.."):
        yield "".join(paragraph.itertext(f"{W}t", f"{W}tab")).split()


def _difference(product: Product, shown: list[str]) -> Iterator[str]:
    """Where the words part, with some of those around.

    What stands in a frame, at the foot of the title page, is in no text that LibreOffice exports.
    """
    blocks = [block.words.split() for block in product.expected]
    for words in _framed(product.docx):
        blocks.remove(words)
    wanted = [word for words in blocks for word in words]
    if wanted == shown:
        return
    pairs = zip(wanted, shown, strict=False)
    place = next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(wanted), len(shown)))
    start = max(place - 4, 0)
    want, got = (" ".join(words[start : place + 8]) for words in (wanted, shown))
    yield f"word {place + 1}: expected «{want}», shown «{got}»"
