"""What changed without being of substance, as a list of changes tells it: in whole sentences."""

from collections.abc import Iterator, Sequence

from aftalegen.document import nodes as n
from aftalegen.document.difference import Aside
from aftalegen.document.numbering import reference_text
from aftalegen.document.walk import walk_sections, worded
from aftalegen.editions.renumbered import renumbered
from aftalegen.words.danish import and_list, capitalized

_TOLD_OF_THE_FILE = ("Udgave", "Udgavens dato")
_TITLES = {"title": "Titlen", "subtitle": "Undertitlen"}


def asides(old: n.Document, new: n.Document, found: Sequence[Aside]) -> tuple[n.Block, ...]:
    """What differs without changing what is agreed, a sentence for each; nothing of nothing.

    All in one paragraph, of which no line is left alone on a page. The editions and their dates
    are told above.
    """
    told = [f"{line}." for line in _told(old, new, found)]
    if not told:
        return ()
    return (n.Paragraph(worded("\n".join(("Disse forskelle ændrer ikke det aftalte:", *told)))),)


def _told(old: n.Document, new: n.Document, found: Sequence[Aside]) -> Iterator[str]:
    for one in found:
        if one.matter == "draft":
            yield f"Aftalen er {'nu' if one.after else 'ikke længere'} mærket som udkast"
    yield from _of_the_title_page([one for one in found if one.matter == "title page"])
    for became in renumbered(old, new):
        yield f"{capitalized(became.before)} er nu {became.after}"
    names = {s.key: reference_text(s) for d in (old, new) for s in walk_sections(d.sections)}
    where = dict.fromkeys(names[one.where] for one in found if one.matter == "form")
    if where:
        yield f"Henvisninger eller skrift er rettet i {and_list([*where])}"
    there = {section.key for section in walk_sections(new.sections)}
    for one in found:
        if one.matter == "section":
            now = "ændret" if one.where in there else "udgået"
            yield f"«{one.after}», hvor intet er aftalt, er {now}"


def _of_the_title_page(found: Sequence[Aside]) -> Iterator[str]:
    """Its lines but those of the edition and its date; a status is one, whatever its day."""
    sides: dict[str, tuple[str, str]] = {}
    for one in found:
        label = _TITLES.get(one.where, one.where).partition(" pr. ")[0]
        was, now = sides.get(label, ("", ""))
        sides[label] = (was or " ".join(one.before.split()), now or " ".join(one.after.split()))
    for label, (was, now) in sides.items():
        if label in _TOLD_OF_THE_FILE or was == now:
            continue
        if was and now:
            yield f"Titelbladet: {label} er ændret fra «{was}» til «{now}»"
        else:
            yield f"Titelbladet: {label} er {f'tilføjet: {now}' if now else f'udgået: {was}'}"
