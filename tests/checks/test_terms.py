"""A term is found as Danish bends and joins it, and never as letters amid a word.

The two sicknesses that were decided out of the target group are named here because they are what
must be found.
"""

import pytest

from aftalegen.checks.terms import hits
from aftalegen.records.decision import TermException

FOUND = [
    ("angst", "borgere med angst", "angst"),
    ("angst", "Angsten er", "Angsten"),
    ("angst", "ved angstlidelser", "angstlidelser"),
    ("angst", "præstationsangst", "præstationsangst"),
    ("angst", "angst- og stressramte", "angst"),
    ("depression", "depressionsramte", "depressionsramte"),
    ("depression", "depressioner", "depressioner"),
    ("depression", "depressive lidelser", "depressive"),
    ("depression", "en fødselsdepression.", "fødselsdepression"),
    ("knogleskørhed", "Knogleskørheden", "Knogleskørheden"),
    ("knogleskørhed", "knogleskøre borgere", "knogleskøre"),
    ("kræft", "lungekræften", "lungekræften"),
    ("KOL", "KOL-patienter", "KOL-patienter"),
    ("KOL", "diabetes, KOL og", "KOL"),
    ("mental trivsel", "mental\u00a0trivsel", "mental\u00a0trivsel"),
]
NOT_FOUND = [
    ("angst", "engangstakst for langsigtede"),
    ("angst", "en gangsti"),
    ("depression", "dekompression"),
    ("KOL", "kolde kolleger i protokollen"),
    ("kræft", "træder i kraft, bekræfter, afkræftet"),
    ("gigt", "vigtige og rigtige"),
]


@pytest.mark.parametrize(("term", "text", "word"), FOUND)
def test_a_term_is_found_bent_and_joined(term: str, text: str, word: str) -> None:
    assert [match[0] for match in hits(term, text, ())] == [word]


@pytest.mark.parametrize(("term", "text"), NOT_FOUND)
def test_letters_amid_a_word_are_no_term(term: str, text: str) -> None:
    assert [match[0] for match in hits(term, text, ())] == []


def test_an_exception_frees_its_phrase_wherever_lines_break_and_no_other_term() -> None:
    phrase = "borgere med angst hører under den borgerrettede forebyggelse"
    exception = TermException(term="Angst", phrase=phrase, reason="skal siges")
    text = f"Angst nævnes. {phrase.capitalize().replace(' hører', '  hører')}. Ved depression og angst."

    assert [match.start() for match in hits("angst", text, (exception,))] == [0, len(text) - 6]
    assert len(list(hits("depression", text, (exception,)))) == 1
