"""Findings as JUnit XML: a suite for each bundle, a case for each annex.

An error of an annex is a failure of its case; warnings and notes are its output. What belongs to
no annex stands in the suite "project". The form is that of Jenkins (junit-10.xsd).
"""

from xml.sax.saxutils import escape, quoteattr

from aftalegen.checks.finding import Checked
from aftalegen.checks.reports.places import path_of
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
    parts = [_suite(name, found, prefix) for name, found in suites.items()]
    counts = _counts([f for suite in suites.values() for f in suite.values()])
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return f'{head}<testsuites name="aftalegen" {counts}>\n{"".join(parts)}</testsuites>\n'


def _counts(cases: list[list[Fault]]) -> str:
    failed = sum(1 for findings in cases if any(f.severity == "error" for f in findings))
    return f'tests="{len(cases)}" failures="{failed}" errors="0"'


def _suite(name: str, cases: dict[str, list[Fault]], prefix: str) -> str:
    counts = _counts(list(cases.values()))
    inner = "".join(_case(name, case, found, prefix) for case, found in cases.items())
    return f"  <testsuite name={_attribute(name)} {counts}>\n{inner}  </testsuite>\n"


def _case(suite: str, name: str, findings: list[Fault], prefix: str) -> str:
    start = f"    <testcase classname={_attribute(suite)} name={_attribute(name)}"
    if not findings:
        return f"{start}/>\n"
    failures = [f for f in findings if f.severity == "error"]
    told = [_line(f, prefix) for f in findings if f.severity != "error"]
    inner = ""
    for finding in failures:
        about = f"type={_attribute(finding.rule)} message={_attribute(finding.message)}"
        inner += f"      <failure {about}>{_text(_line(finding, prefix))}</failure>\n"
    if told:
        inner += f"      <system-out>{_text(chr(10).join(told))}</system-out>\n"
    return f"{start}>\n{inner}    </testcase>\n"


def _line(finding: Fault, prefix: str) -> str:
    source = finding.source
    place = f"{path_of(source, prefix)}:{source.line}:{source.column}: " if source else ""
    hint = f" ({finding.hint})" if finding.hint else ""
    return f"{place}{finding.severity}[{finding.rule}]: {finding.message}{hint}"


def _attribute(text: str) -> str:
    return quoteattr(_printable(text), {"\n": "&#10;", "\t": "&#9;"})


def _text(text: str) -> str:
    return escape(_printable(text))


def _printable(text: str) -> str:
    """The text without the signs that XML cannot hold."""
    return "".join(c for c in text if c in "\n\t" or (c >= " " and c not in "\ufffe\uffff"))
