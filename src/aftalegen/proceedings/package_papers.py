"""What a package has besides its annexes: an index of each part, and a text for the mail."""

from collections.abc import Iterator, Sequence

from aftalegen.document.nodes import Document, Fact, Row, Section, Table
from aftalegen.document.walk import plain, worded
from aftalegen.editions.annex_index import NAME, NO_LABEL
from aftalegen.editions.change_list import NAME as CHANGES
from aftalegen.editions.change_list import named_after
from aftalegen.proceedings.case import Case
from aftalegen.proceedings.item import Told
from aftalegen.template.item import ItemAnnex
from aftalegen.words import danish

HEADINGS = ("Nr.", "Bilag", "Åben/lukket", "Dokument-id")


def package_index(case: Case, item: Document, told: Told, *, is_open: bool) -> Document:
    """The index of the open part, where closed annexes have no title, or of the closed one."""
    rows = _rows(told.item.annexes) if is_open else _rows(_closed(case, told))
    what = "Bilag til sagen" if is_open else "Lukkede bilag til sagen"
    table = Table(
        caption=worded(what),
        align=("left",) * 4,
        widths=(8, 58, 16, 18),
        header=Row(tuple(map(worded, HEADINGS))),
        rows=tuple(Row(tuple(map(worded, row))) for row in rows),
    )
    body = case.body or case.decider
    name = NAME if is_open else f"{NAME} - lukkede bilag"
    return Document(
        key=f"{item.key}/{NAME.lower()}{'' if is_open else '-lukket'}",
        file_name=name,
        title=worded(name.replace(" - ", ": ")),
        subtitle=worded(f"{plain(item.title)}, {case.owner.record.official_name}"),
        facts=(
            Fact("Organ", worded(body.name)),
            Fact("Møde", worded(danish.long_date(case.meeting) if case.meeting else NO_LABEL)),
            Fact("Udgave", worded(case.bundle.record.edition)),
            Fact("Sagsnummer", worded(told.item.case_number or NO_LABEL)),
        ),
        edition=item.edition,
        edition_date=item.edition_date,
        author=item.author,
        contents=False,
        draft="",
        sections=(Section("bilag", worded("Bilag i sagens orden"), (table,)),),
        cover=False,
    )


def _rows(annexes: Sequence[ItemAnnex]) -> Iterator[tuple[str, ...]]:
    for one in annexes:
        document = one.document_id or (f"leveres af {one.provider}" if one.provider else NO_LABEL)
        yield str(one.number), one.name, one.state, document


def _closed(case: Case, told: Told) -> list[ItemAnnex]:
    """The closed annexes under their own names, which no open list says."""
    names = [annex.file_name for annex in case.annexes if not annex.record.open]
    shut = {annex.document_key for annex in case.annexes if not annex.record.open}
    for old, new in told.history.redlined:
        for what in ("ændringer", CHANGES.lower()):
            if new.key in shut:
                names.append(named_after(new.file_name, f"{what} siden {old.edition}"))
    closed = [one for one in told.item.annexes if not one.open]
    return [
        ItemAnnex(one.number, name, one.line, False, one.state, one.document_id, one.provider)
        for one, name in zip(closed, names, strict=True)
    ]


def mail_text(case: Case, item: Document, told: Told, *, closed: bool) -> bytes:
    """The words of the mail that the package is sent with, in UTF-8 with lines for any system."""
    text = "\r\n".join((*_mail(case, item, told, closed=closed), ""))
    return text.replace(danish.NBSP, " ").encode()


def _mail(case: Case, item: Document, told: Told, *, closed: bool) -> Iterator[str]:
    party, body = case.owner.record.official_name, (case.body or case.decider).name
    numbers = f" (sag {told.item.case_number})" if told.item.case_number else ""
    yield f"Emne: {plain(item.title)} - {party}{numbers}"
    yield ""
    yield f"Til {party}"
    yield ""
    when = f" den {danish.long_date(case.meeting)}" if case.meeting else ""
    yield f"Hermed sendes materialet til behandling i {body}{when}. Udgaven er {item.edition}."
    yield ""
    yield from _news(told)
    yield "Bilag:"
    for one in told.item.annexes:
        provided = f" (leveres af {one.provider})" if one.provider else ""
        yield f"{one.number}. {one.name}{provided}"
    if closed:
        yield ""
        yield "De lukkede bilag sendes særskilt og må ikke offentliggøres."
    yield ""
    if told.item.agenda_by:
        by = danish.long_date(told.item.agenda_by)
        yield f"Dagsordenen skal være udsendt senest den {by}."
    yield f"Giv besked om udfaldet, og om eventuelle forbehold, når {body} har behandlet sagen."
    if item.draft:
        yield ""
        yield "Materialet er et udkast. Det, der mangler, er mærket i bilagene."


def _news(told: Told) -> Iterator[str]:
    """What changed, in a sentence or two."""
    changes = told.item.changes
    if changes.edition is None:
        return
    if changes.unknown is None:
        yield f"Udgave {changes.edition}, som sidst blev behandlet, kan ikke sammenlignes her."
    elif changes.passages:
        yield f"Ændret siden udgave {changes.edition}:"
        for one in changes.passages:
            why = f" ({one.cause})" if one.cause else ""
            yield f"- {one.where}{why}"
        yield f"Teksten er uændret i øvrigt ({changes.unchanged} afsnit er sammenlignet)."
    else:
        yield f"Teksten er uændret siden udgave {changes.edition}."
    yield ""
