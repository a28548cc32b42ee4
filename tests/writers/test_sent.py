"""What is sent out can be known again: who it is, and each passage of it."""

from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest
from hypothesis import given
from lxml import etree

from aftalegen.document.lines import document_lines
from aftalegen.document.nodes import Document, Revision
from aftalegen.document.numbering import keyed_paragraphs
from aftalegen.document.redline import accepted, redline
from aftalegen.document.style import PLAIN
from aftalegen.writers.text import document_text
from aftalegen.writers.word import document_docx
from aftalegen.writers.word.sent import Sent, sent, sent_from
from tests.documents import agreement, annex, document, paragraph, section
from tests.generated import documents, whole_documents

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def part(docx: bytes, name: str) -> etree._Element:
    with ZipFile(BytesIO(docx)) as archive:
        return etree.fromstring(archive.read(name))


def anchors(docx: bytes) -> list[str]:
    """The names of the bookmarks in reading order."""
    body = part(docx, "word/document.xml")
    return [start.get(f"{W}name", "") for start in body.iter(f"{W}bookmarkStart")]


def expected_anchors(marked: Document) -> list[str]:
    """One for each line that is written, numbered as the lines are.

    What can be referred to by its number has its own: a heading, and a paragraph with a key.
    """
    found, now, gone = [], 0, 0
    points = keyed_paragraphs(marked)
    for line in document_lines(marked):
        if line.change == "del":
            gone += 1
            name = f"_aft_gone{gone:04}"
        else:
            now += 1
            name = f"_aft{now:04}"
        if line.kind == "heading" or (line.label and line.key in points):
            found.append("_Ref_")
        elif line.inlines or line.kind not in ("subtitle", "caption"):
            found.append(name)
    return found


def without_keys(names: list[str]) -> list[str]:
    return ["_Ref_" if name.startswith("_Ref_") else name for name in names]


@whole_documents
@given(documents(), documents())
def test_every_passage_has_exactly_one_anchor_also_in_a_redline(
    old: Document, new: Document
) -> None:
    for one in (new, redline(old, new)):
        names = anchors(document_docx(one, PLAIN))

        assert without_keys(names) == expected_anchors(one)
        assert len(set(names)) == len(names)


def test_a_shipped_agreement_has_an_anchor_for_each_line_and_none_in_its_contents() -> None:
    shipped = annex("norddjurs", "Horisontal samarbejdsaftale")
    docx = document_docx(shipped, PLAIN)

    assert without_keys(anchors(docx)) == expected_anchors(shipped)
    contents = part(docx, "word/document.xml").find(f".//{W}sdt")
    assert contents is not None
    assert not list(contents.iter(f"{W}bookmarkStart"))


def test_bookmarks_have_numbers_of_their_own_and_end_where_they_began() -> None:
    body = part(
        document_docx(annex("norddjurs", "Horisontal samarbejdsaftale"), PLAIN), "word/document.xml"
    )
    starts = [start.get(f"{W}id") for start in body.iter(f"{W}bookmarkStart")]
    ends = [end.get(f"{W}id") for end in body.iter(f"{W}bookmarkEnd")]

    assert starts == ends
    assert len(set(starts)) == len(starts)


def test_a_file_says_its_edition_its_document_and_the_hash_of_its_words() -> None:
    docx = document_docx(replace(document(), key="midtjylland/herning/akut/aftale"), PLAIN)
    said = part(docx, "docProps/custom.xml")[0][0].text or ""

    known = sent_from(said)
    own = sent(replace(document(), key="midtjylland/herning/akut/aftale"), None)
    assert known is not None and replace(known, edges="") == own
    assert known.key == "midtjylland/herning/akut/aftale"


def test_a_redline_says_the_text_that_it_gives_and_whose_its_changes_are() -> None:
    old, new = agreement(), annex("norddjurs", "Horisontal samarbejdsaftale")
    marked = redline(old, new)
    docx = document_docx(marked, PLAIN, Revision("Region | Midtjylland", "2026-03-19"))
    known = sent_from(part(docx, "docProps/custom.xml")[0][0].text or "")

    assert document_text(accepted(marked)) == document_text(new)
    plain = sent(new, None)
    assert known is not None and replace(known, edges="") == replace(
        plain, revision=Revision("Region | Midtjylland", "2026-03-19")
    )


@pytest.mark.parametrize("said", ["", "1|x", "3|V20260319|k|h|e", "2|V20260319|k|h", "1|a|b|c|d"])
def test_what_is_not_ours_is_not_taken_for_it(said: str) -> None:
    assert sent_from(said) is None


def test_what_is_told_is_read_back() -> None:
    one = Sent("V20260319", "midtjylland/a/b/c", "0f", Revision("A|B", "2026-01-01"))

    assert sent_from(str(one)) == one


def test_what_was_told_before_headers_were_is_read_still() -> None:
    one = Sent("V20260319", "midtjylland/a/b/c", "0f")

    assert sent_from("1|V20260319|midtjylland/a/b/c|0f") == one
    ours = Revision("A|B", "2026-01-01")
    assert sent_from("1|V20260319|midtjylland/a/b/c|0f|2026-01-01|A|B") == replace(
        one, revision=ours
    )


def test_drafts_and_redlines_track_what_is_edited_and_a_final_text_does_not() -> None:
    def tracks(docx: bytes) -> bool:
        return part(docx, "word/settings.xml").find(f"{W}trackRevisions") is not None

    final = agreement(section("formaal", paragraph("Parterne er enige.")))
    changed = agreement(section("formaal", paragraph("Parterne er ikke enige.")))

    assert tracks(document_docx(replace(final, draft="UDKAST"), PLAIN))
    assert tracks(document_docx(redline(final, changed), PLAIN))
    assert not tracks(document_docx(final, PLAIN))
