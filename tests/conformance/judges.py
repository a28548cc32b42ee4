"""The judges in a row: who they are, and how they are told of."""

import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path
from time import perf_counter

from tests.conformance.addenda import addenda
from tests.conformance.came_back import came_back
from tests.conformance.case import case_documents
from tests.conformance.case_files import dossier, items, letter, package_index
from tests.conformance.docx_lint import lint
from tests.conformance.office import libre_office
from tests.conformance.other_engines import (
    changes_in_docx_to_markdown,
    changes_in_jubarte,
    changes_in_onlyoffice,
    contents_in_onlyoffice,
    headings_in_mammoth,
)
from tests.conformance.products import Finding, Product, Verdict, built, first_few, laid_out
from tests.conformance.redlines import changes_in_libre_office, changes_in_pandoc, redlined
from tests.conformance.spelling import spelling
from tests.conformance.validators import open_xml, page_validation, vera_pdf
from tests.reading_back import Said, differences, docx_blocks, pdf_blocks

Judge = Callable[[Sequence[Product]], Verdict]
CORES = 2


def main() -> int:
    """Builds everything, asks every judge, tells what they found; the exit code."""
    with tempfile.TemporaryDirectory(prefix="aftalegen-conformance-") as folder:
        started = perf_counter()
        products = built(Path(folder))
        blocks = sum(len(product.expected) for product in products)
        print(f"built: {len(products)} annexes, {blocks} blocks, {perf_counter() - started:.0f} s")
        changed = redlined(Path(folder) / "redlines")
        print(f"built: {len(changed)} redlines, {perf_counter() - started:.0f} s")
        amending = addenda(Path(folder) / "redlines" / "project", Path(folder) / "addenda")
        print(f"built: {len(amending)} addenda, {perf_counter() - started:.0f} s")
        of_case = political(Path(folder) / "redlines" / "project", Path(folder) / "case")
        products = (*products, *amending, *of_case)
        case = dossier(Path(folder) / "redlines" / "project", Path(folder) / "dossier")
        whole = (*laid_out(Path(folder) / "bundle"), *case)
        print(f"built: {len(of_case)} documents of the case and {len(case)} files of a dossier")
        with ThreadPoolExecutor(CORES) as pool:
            asked = [
                *((judge, pool.submit(_timed, judge, changed)) for judge in REDLINE_JUDGES),
                *(
                    (judge, pool.submit(_timed, judge, (*products, *changed, *whole)))
                    for judge in OF_BOTH
                ),
                *((judge, pool.submit(_timed, judge, products)) for judge in JUDGES),
            ]
            passed = [_told(judge, answer) for judge, answer in asked]
    print(f"{sum(passed)} passed, {len(passed) - sum(passed)} failed")
    return 0 if all(passed) else 1


def political(project: Path, folder: Path) -> tuple[Product, ...]:
    """What bodies, parties and an authority are sent, of a project with editions."""
    return (
        *case_documents(project, folder),
        *letter(folder),
        *items(project, folder),
        *package_index(project, folder),
        *came_back(folder),
    )


def _timed(judge: Judge, products: Sequence[Product]) -> tuple[Verdict, float]:
    started = perf_counter()
    return judge(products), perf_counter() - started


def _told(judge: Judge, answer: Future[tuple[Verdict, float]]) -> bool:
    """One line, and every finding below it; a judge that could not judge has not passed."""
    try:
        verdict, seconds = answer.result()
    except Exception as error:
        verdict, seconds = (
            Verdict(judge.__name__, "could not judge", (Finding("", repr(error)),)),
            0.0,
        )
    passed = not verdict.findings
    found = "" if passed else f", {len(verdict.findings)} findings"
    mark = "ok  " if passed else "FAIL"
    print(f"{mark} {verdict.judge}: {verdict.figures}{found}, {seconds:.0f} s", flush=True)
    for fault, files in _by_fault(verdict.findings).items():
        print(
            f"       {fault}\n           in {len(files)}: {', '.join(files[:2])}{', …' * (len(files) > 2)}"
        )
    return passed


def _by_fault(findings: Sequence[Finding]) -> dict[str, list[str]]:
    """The files of each fault: annexes are so alike that most faults are in many."""
    files: dict[str, list[str]] = {}
    for finding in findings:
        files.setdefault(finding.fault, []).append(finding.file or "no file")
    return files


# --- our own judges -----------------------------------------------------------------------------


def docx_read_back(products: Sequence[Product]) -> Verdict:
    """The words of every DOCX are the model's, block by block, with the numbers Word counts."""
    findings = _unlike(_docx_said, [(p.docx, p.expected) for p in products])
    return Verdict("words of DOCX", _blocks(products), findings)


def pdf_read_back(products: Sequence[Product]) -> Verdict:
    """The words of every PDF are the model's, block by block, in the order of its tags."""
    findings = _unlike(_pdf_said, [(p.pdf, p.expected) for p in products])
    return Verdict("words of PDF", _blocks(products), findings)


def docx_integrity(products: Sequence[Product]) -> Verdict:
    """What Word refuses though the schema allows it, and what shuts people out."""
    findings = [
        Finding(product.docx.name, fault)
        for product in products
        for fault in dict.fromkeys(lint(product.docx.read_bytes()))
    ]
    return Verdict("integrity and accessibility", f"{len(products)} DOCX", tuple(findings))


def _blocks(products: Sequence[Product]) -> str:
    return f"{len(products)} files, {sum(len(p.expected) for p in products)} blocks compared"


def _unlike(
    said: Callable[[Path], list[Said]], files: list[tuple[Path, list[Said]]]
) -> tuple[Finding, ...]:
    with ProcessPoolExecutor(1) as pool:
        read = list(pool.map(said, [file for file, _expected in files]))
    return tuple(
        Finding(file.name, fault)
        for (file, expected), blocks in zip(files, read, strict=True)
        for fault in first_few(differences(expected, blocks))
    )


def _docx_said(file: Path) -> list[Said]:
    return docx_blocks(file.read_bytes())


def _pdf_said(file: Path) -> list[Said]:
    return pdf_blocks(file.read_bytes())


# The slow ones first, so that both cores are busy to the end.
REDLINE_JUDGES = (
    changes_in_libre_office,
    changes_in_docx_to_markdown,
    changes_in_onlyoffice,
    changes_in_jubarte,
    changes_in_pandoc,
)
OF_BOTH: tuple[Judge, ...] = (vera_pdf, page_validation, open_xml, docx_integrity)
JUDGES: tuple[Judge, ...] = (
    pdf_read_back,
    libre_office,
    docx_read_back,
    contents_in_onlyoffice,
    headings_in_mammoth,
    spelling,
)
