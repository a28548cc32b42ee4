"""What came back in a Word file, told to people: each edit, what was said of it, and its place."""

from collections import Counter
from collections.abc import Iterator

from aftalegen.cli.lines import Line
from aftalegen.negotiation.comments import Comment
from aftalegen.negotiation.edits import Edit
from aftalegen.negotiation.places import Place
from aftalegen.negotiation.printed import Printed
from aftalegen.negotiation.received import Proposal, Received
from aftalegen.negotiation.wishes import Wishes
from aftalegen.records.project import Project
from aftalegen.words.faults import AftalegenError
from aftalegen.words.language import _, later, plural
from aftalegen.words.place import visible

LONGEST, AROUND = 400, 40
"""Letters of one text that are told, and on each side of an edit; the whole is in the JSON."""

_KINDS = {
    "changed": later("changed"),
    "added": later("added"),
    "removed": later("removed"),
    "moved": later("moved"),
    "split": later("a paragraph was split"),
    "joined": later("a paragraph was joined with the next"),
    "undone": later("put in, and taken out again"),
    "comment": later("comment"),
}
_ORIGINS = {
    "deviation": later("the municipality's own deviation"),
    "title-page": later("the title page"),
    "follows": later("follows from the rest of the text"),
    "not-ours": later("not ours"),
}


def edit_lines(one: Received, wishes: Wishes, project: Project) -> Iterator[Line]:
    """What came back in a file: whose it is, each edit with its place, and how many there are."""
    yield Line(((visible(one.file.name), "bold"),))
    yield Line(f"  {_whose(one, project)}")
    if one.file.converted_by:
        told = _("converted by {program}, which does not tell all that another file says")
        yield Line("  " + told.format(program=visible(one.file.converted_by)))
    elif one.file.saved_by:
        yield Line("  " + _("saved by {program}").format(program=visible(one.file.saved_by)))
    if one.proposals and one.base.tracked and not one.file.tracking:
        yield Line("  " + _("tracking was switched off when the file was saved"))
    if one.file.macros:
        yield Line("  " + _("the file has macros; they were not run"))
    for edge in one.beside.edges:
        silently = _("{kind} without tracking").format(kind=_("changed"))
        yield Line((("  " + _("Header or footer"), "bold"), (": ", ""), (silently, "bold red")))
        yield from _out_and_in(edge.was, edge.now)
    for proposal in one.proposals:
        yield from _proposal(one, proposal, wishes, project)
    if one.beside.edges_unknown:
        told = _("headers and footers were not compared: the house's file is another since")
        yield Line(f"  {told}", hang=2)
    for words in one.beside.words:
        yield Line("  " + _("beside the agreement: {words}").format(words=_short(words)), hang=6)
    yield Line(f"  {_counts(one)}")


def _whose(one: Received, project: Project) -> str:
    """The annex and the edition that were edited."""
    base, name = one.base, f"{_name(project, one.municipality)}, {one.task}"
    if base.state == "sent":
        return _(
            "{annex}: as it was sent out, not released; the project says something else now"
        ).format(annex=name)
    if base.state == "now":
        return _("{annex}: the text of the project as it is now, not released").format(annex=name)
    if base.later:
        told = _("{annex}: edition {edition}; the last one is {later}")
        return told.format(annex=name, edition=base.edition, later=base.later)
    return _("{annex}: edition {edition}").format(annex=name, edition=base.edition)


def _proposal(
    one: Received, proposal: Proposal, wishes: Wishes, project: Project
) -> Iterator[Line]:
    edit = proposal.edit
    kind = _(_KINDS[edit.kind])
    if not edit.tracked:
        kind = _("{kind} without tracking").format(kind=kind)
    look = "bold red" if not edit.tracked else "bold"
    by = f" ({_by(edit.edited.author, edit.edited.date)})" if edit.edited.author else ""
    yield Line(((f"  {_section(edit.sent)}", "bold"), (": ", ""), (kind, look), (by, "")))
    yield from _words(edit)
    if edit.to is not None:
        yield Line("    " + _("moved to: {section}").format(section=_section(edit.to)))
    for number, comment in enumerate(proposal.thread):
        yield _comment(comment, number, alone=edit.kind == "comment")
    places = ", ".join(dict.fromkeys(_place(place) for place in edit.places))
    if places:
        yield Line("    " + _("where: {places}").format(places=places), hang=6)
    if others := wishes.others(one, proposal):
        names = ", ".join(_name(project, key) for key in others)
        yield Line("    " + _("the same: {names}").format(names=names), hang=6)


def _words(edit: Edit) -> Iterator[Line]:
    if edit.kind == "comment":
        if edit.was:
            yield Line("    " + _("at: «{words}»").format(words=_short(edit.was)), hang=6)
        return
    if edit.kind in ("moved", "undone"):
        yield Line(f"    «{_short(edit.now or edit.was)}»", hang=6)
        return
    if edit.was.strip() or edit.now.strip():
        yield from _out_and_in(edit.was, edit.now)
    if edit.kind in ("changed", "split", "joined"):
        within = edit.within(AROUND)
        if within.strip() != edit.was.strip():
            yield Line("    " + _("in: «{words}»").format(words=_short(within)), hang=6)


def _out_and_in(was: str, now: str) -> Iterator[Line]:
    for sign, colour, words in (("-", "red", was), ("+", "green", now)):
        if words:
            yield Line(((f"    {sign} {_short(words)}", colour),), hang=6)


def _short(words: str) -> str:
    line = visible(" ".join(words.split()))
    return line if len(line) <= LONGEST else f"{line[:LONGEST]} …"


def _comment(comment: Comment, number: int, *, alone: bool) -> Line:
    told = _("comment") if number == 0 else _("answer")
    by = f" ({_by(comment.author, comment.date)})" if comment.author else ""
    resolved = _("resolved")
    done = f" [{resolved}]" if comment.done else ""
    lead = "    " if number == 0 and not alone else "    " + "  " * min(number, 1)
    return Line(f"{lead}{told}{by}{done}: {_short(comment.text)}", hang=6)


def _by(author: str, date: str) -> str:
    return " ".join(part for part in (visible(author), date[:10]) if part)


def _section(sent: Printed | None) -> str:
    """The section as people cite it; what stands above the first is the title page."""
    section = sent.section if sent else None
    if section is None:
        return _("Title page")
    title = "".join(getattr(inline, "text", " ") for inline in section.title)
    return f"{sent.place if sent else ''} {title}".strip()


def _place(place: Place) -> str:
    words = _ORIGINS.get(place.origin)
    told = _(words) if words else ""
    if place.source is None:
        return told
    key = f" {place.source.key}" if place.source.key else ""
    return f"{told}{': ' if told else ''}{place.source.file}:{place.source.line}{key}"


def _name(project: Project, key: str) -> str:
    try:
        return project.municipality(key).record.name
    except AftalegenError:
        return key


def _counts(one: Received) -> str:
    """The last line of a file: what there is to answer, and what there is not."""
    if one.nothing_changed and not (one.looks or one.typography):
        return _("nothing changed")
    edits = [proposal.edit for proposal in one.proposals]
    kinds = Counter("comment" if edit.kind == "comment" else edit.tracked for edit in edits)
    parts = [
        plural("{n} edit without tracking", "{n} edits without tracking", kinds[False]),
        plural("{n} tracked edit", "{n} tracked edits", kinds[True]),
        plural("{n} comment alone", "{n} comments alone", kinds["comment"]),
    ]
    if one.looks:
        parts.append(plural("form changed in {n} place", "form changed in {n} places", one.looks))
    if one.typography:
        parts.append(
            plural(
                "{n} passage set otherwise by a program",
                "{n} passages set otherwise by a program",
                one.typography,
            )
        )
    return ", ".join(parts)
