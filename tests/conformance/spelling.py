"""Hunspell as a judge: every word of every annex is Danish, or is in `ordliste.txt` with a reason.

Hunspell takes any compound of words it knows. So it does not see a wrong compound, nor one that is
written as two words.
"""

import re
import subprocess
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from tests.conformance.products import Finding, Product, Verdict
from tests.reading_back import Said

WORD_LIST = Path(__file__).with_name("ordliste.txt")
ADDRESS = re.compile(r"\S+@\S+|https?://\S+|www\.\S+")
TOKEN = re.compile(r"\w+(?:[-'’]\w+)*")


def spelling(products: Sequence[Product]) -> Verdict:
    """Words that neither the dictionary nor the project's list has; words of the list unused."""
    places = [
        (product.docx.name, section, word)
        for product in products
        for section, word in words_by_section(product.expected)
    ]
    words = {word for _file, _section, word in places}
    own, without_reason = own_words(WORD_LIST.read_text(encoding="utf-8"))
    unknown = not_in_dictionary(words)
    faulty = {word for word in unknown if not _listed(word, own)}
    findings = [
        Finding(file, f"«{word}» in {section}")
        for file, section, word in dict.fromkeys(places)
        if word in faulty
    ]
    findings += [Finding(WORD_LIST.name, f"«{word}» has no reason") for word in without_reason]
    findings += [
        Finding(WORD_LIST.name, f"«{word}» is in no annex any more") for word in unused(own, words)
    ]
    figures = (
        f"{len(products)} documents, {len(words)} different words, "
        f"{len(unknown - faulty)} from the project's list"
    )
    return Verdict("spelling", figures, tuple(findings))


def words_by_section(blocks: Sequence[Said]) -> Iterator[tuple[str, str]]:
    """Every word with the heading it stands below; the contents only repeat headings."""
    section = "the title page"
    for block in blocks:
        if block.kind == "contents":
            continue
        if block.kind.startswith("heading"):
            section = block.words
        for word in words_of(block.words):
            yield section, word


def words_of(text: str) -> Iterator[str]:
    """The words of a text, without addresses, numbers, codes with digits and single letters."""
    for token in TOKEN.findall(ADDRESS.sub(" ", text)):
        word = re.sub(r"^\d+-", "", token)
        if len(word) > 1 and not re.search(r"[\d_]", word):
            yield word


def own_words(text: str) -> tuple[list[str], list[str]]:
    """The words of the list; and those of them that stand in a group without a `# why`."""
    words, without_reason = [], []
    reason = ""
    for line in map(str.strip, text.splitlines()):
        if not line:
            reason = ""
        elif line.startswith("#"):
            reason = line.lstrip("# ")
        else:
            words.append(line)
            if not reason:
                without_reason.append(line)
    return words, without_reason


def unused(own: Sequence[str], words: Collection[str]) -> list[str]:
    """The words of the list that no annex has."""
    return [listed for listed in own if not any(_listed(word, [listed]) for word in words)]


def _listed(word: str, own: Collection[str]) -> bool:
    """In the list as it is, or with its capital of a first word made small."""
    return word in own or word[0].lower() + word[1:] in own


def not_in_dictionary(words: Collection[str]) -> set[str]:
    """The words hunspell does not know; -L gives whole lines, so a word is never cut in parts."""
    command = ["hunspell", "-d", "da_DK", "-i", "utf-8", "-L"]
    lines = "".join(f"{word}\n" for word in sorted(words))
    done = subprocess.run(command, input=lines, capture_output=True, text=True, encoding="utf-8")
    if done.returncode or done.stderr:
        raise RuntimeError(f"hunspell answered {done.returncode}: {done.stderr[-300:]}")
    return set(done.stdout.splitlines())
