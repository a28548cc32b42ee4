"""The deviations as a Document and as a workbook: the same rows."""

from aftalegen.desk.deviations.gather import Deviations
from aftalegen.desk.deviations.places import Place, Stance
from aftalegen.document import nodes as n
from aftalegen.document.numbering import numbered
from aftalegen.document.walk import worded
from aftalegen.template.tables import column_widths
from aftalegen.words import danish
from aftalegen.words.language import _
from aftalegen.writers.sheet import table_xlsx


def names_of(found: Deviations, stance: Stance) -> str:
    """The municipalities of a stance, the reference marked."""
    names = ", ".join(stance.municipalities) or "–"
    if found.reference and stance.municipalities == (found.reference,):
        return _("{name} (reference)").format(name=names)
    return names


def deviation_document(found: Deviations) -> n.Document:
    """The deviations as a Document: a section for each task, a table for each place."""
    tasks: dict[str, list[n.Block]] = {}
    for place in found.places:
        tasks.setdefault(place.task, []).append(_table(found, place))
    if not tasks:
        sentence = danish.capitalized(_("no municipality deviates from the common text")) + "."
        tasks[_("Deviations")] = [n.Paragraph((n.Text(sentence),))]
    sections = tuple(
        n.Section(danish.ascii_key(task), (n.Text(danish.capitalized(task)),), tuple(blocks))
        for task, blocks in tasks.items()
    )
    title = _("Overview of local deviations")
    subtitle = _("Reference: {name}").format(name=found.reference) if found.reference else ""
    return numbered(
        n.Document(
            key="afvigelser",
            file_name="Afvigelser",
            title=(n.Text(title),),
            subtitle=(n.Text(subtitle or _("All who deviate from the common text")),),
            facts=(),
            edition=found.edition,
            edition_date=found.edition_date,
            author="Aftalegen",
            contents=False,
            draft="",
            sections=sections,
        )
    )


def _table(found: Deviations, place: Place) -> n.Table:
    header = [_("Municipalities"), _("What"), _("Text"), _("Agreed")]
    if found.reference:
        header.insert(3, _("Difference"))
    rows = [n.Row(tuple(worded(text) for text in header))]
    for stance in place.stances:
        cells = [names_of(found, stance), stance.what, stance.text, "\n".join(stance.agreed)]
        if found.reference:
            cells.insert(3, stance.difference)
        rows.append(n.Row(tuple(worded(text) for text in cells)))
    align: tuple[n.Align, ...] = tuple("left" for _column in header)
    return n.Table((n.Text(place.name),), align, column_widths(rows), rows[0], tuple(rows[1:]))


def deviation_xlsx(found: Deviations) -> bytes:
    """The deviations as a workbook: a row for each group of municipalities at each place."""
    headings = (_("Task"), _("Section"), _("Key"), _("Block"), _("Municipalities"), _("What"),
              _("Text"), _("Difference"), _("Agreed"))  # fmt: skip
    rows = [
        (place.task, place.section, place.section_key, place.block, names_of(found, stance),
         stance.what, stance.text, stance.difference, "\n".join(stance.agreed))
        for place in found.places
        for stance in place.stances
    ]  # fmt: skip
    widths = (22, 26, 20, 22, 28, 12, 60, 40, 50)
    columns = tuple(zip(headings, widths, strict=True))
    return table_xlsx(_("Deviations"), columns, rows, "aftalegen", found.edition_date)
