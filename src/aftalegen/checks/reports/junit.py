"""Findings as JUnit XML: a suite for each bundle, a case for each annex.

An error of an annex is a failure of its case; warnings and notes are its output. What belongs to
no annex stands in the suite "project". The form is that of Jenkins (junit-10.xsd).
"""

from collections.abc import Iterable
from xml.etree import ElementTree

from aftalegen.checks.finding import Checked
from aftalegen.checks.reports.places import path_of
from aftalegen.words.alphabet import shown
from aftalegen.words.faults import Fault

PROJECT = "project"


def as_junit(checked: Checked, prefix: str) -> str:
    """All annexes as test cases."""
    cases: dict[str, list[Fault]] = {annex: [] for annex in checked.annexes}
    whole: dict[str, list[Fault]] = {}
    for finding in checked.findings:
        for annex in finding.annexes:
            cases.setdefault(annex, []).append(finding)
        if not finding.annexes:
            whole.setdefault(finding.rule, []).append(finding)
    suites: dict[str, dict[str, list[Fault]]] = {PROJECT: whole or {"data and templates": []}}
    for annex, findings in cases.items():
        bundle, _slash, name = annex.partition("/")
        suites.setdefault(bundle, {})[name] = findings
    every = [findings for suite in suites.values() for findings in suite.values()]
    root = ElementTree.Element("testsuites", {"name": "aftalegen", **_counts(every)})
    for bundle, suite in suites.items():
        about = {"name": shown(bundle), **_counts(suite.values())}
        within = ElementTree.SubElement(root, "testsuite", about)
        for name, findings in suite.items():
            _add_case(within, bundle, name, findings, prefix)
    ElementTree.indent(root)
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return head + ElementTree.tostring(root, encoding="unicode").replace(" />", "/>") + "\n"


def _counts(cases: Iterable[list[Fault]]) -> dict[str, str]:
    failed = [any(f.severity == "error" for f in findings) for findings in cases]
    return {"tests": str(len(failed)), "failures": str(sum(failed)), "errors": "0"}


def _add_case(
    suite: ElementTree.Element, bundle: str, name: str, findings: list[Fault], prefix: str
) -> None:
    case = ElementTree.SubElement(suite, "testcase", classname=shown(bundle), name=shown(name))
    for finding in findings:
        if finding.severity == "error":
            about = {"type": finding.rule, "message": shown(finding.message)}
            ElementTree.SubElement(case, "failure", about).text = _line(finding, prefix)
    if told := [_line(f, prefix) for f in findings if f.severity != "error"]:
        ElementTree.SubElement(case, "system-out").text = "\n".join(told)


def _line(finding: Fault, prefix: str) -> str:
    source = finding.source
    place = f"{path_of(source, prefix)}:{source.line}:{source.column}: " if source else ""
    hint = f" ({finding.hint})" if finding.hint else ""
    return shown(f"{place}{finding.severity}[{finding.rule}]: {finding.message}{hint}")
