"""What a person does to a file that was sent out, construct by construct, and what must be told.

The same edits are made three times: planted in the XML as Word writes it, by LibreOffice and by
ONLYOFFICE; each with tracking and without. An edit is ("replace", old, new) and so on, by the names
in `WORD`, tests/conformance/uno_editing.py and tests/conformance/onlyoffice_editing.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.conftest import SmallProject
from tests.editing import Editor
from tests.negotiation.test_received import came_back, told
from tests.tracked import resolved

EDITORS = ("Word", "LibreOffice", "ONLYOFFICE")
HOWS = ("tracked", "silently")

Words = tuple[str, ...]


@dataclass(frozen=True)
class Cannot:
    """What an editor cannot write, why, and what is told of what it writes instead."""

    why: str
    told: Words


@dataclass(frozen=True)
class Construct:
    """Edits of one kind, and a line for each that must be told of it.

    Without tracking the same is told as `silently`, where nothing else is said. `before` is made
    first, with tracking, by the planter: what another did before the editor had the file.
    """

    name: str
    edits: tuple[Words, ...]
    told: Words = ()
    silent: Words | None = None
    before: tuple[Words, ...] = ()
    hows: Words = HOWS
    but: Mapping[tuple[str, str], Cannot] = field(default_factory=dict)

    def expected(self, editor: str, how: str) -> Words:
        """What is told of a file of an editor."""
        if exception := self.but.get((editor, how)):
            return exception.told
        if how == "tracked":
            return self.told
        return self.silent if self.silent is not None else tuple(map(silently, self.told))


def silently(line: str) -> str:
    """A line as it is told of what nobody tracked."""
    return line if line.startswith(("comment", " ")) else f"silently {line}"


# --- the text -------------------------------------------------------------------------------------

TEXT = """\
Rammen er **{{ budget.fixed_annual | kr }}** om året.

Andet stykke er her.

Tredje stykke er her.

- hjælp til kost
- støtte til motion

: Indsatser

| Indsats | Beløb |
| :------ | ----: |
{% for service in budget.services %}
| {{ service.name }} | {{ service.amount | kr }} |
{% endfor %}

: Møder

| Årstid | Emne |
| :----- | :--- |
| forår | budget og plan |
| efterår | regnskab |"""
PARTIES = "templates/aftale/01-parter.md:5"
FACTS = "data/municipalities/nordby.yaml"


def at(words: str) -> str:
    """The place of a line of the text."""
    (line,) = (n for n, one in enumerate(TEXT.splitlines(), 5) if words in one)
    return f"templates/aftale/02-oekonomi.md:{line}"


def told_of(project: SmallProject, docx: bytes) -> Words:
    """What is told of a file that came back: edits, comments, and words beside the agreement."""
    back = came_back(project, docx)
    resolved = {c.text for one in back.proposals for c in one.thread if c.done}
    lines = [
        f"{line} (resolved)" if line.rpartition(": ")[2] in resolved else line
        for line in told(back)
    ]
    beside = [f"beside: {words}" for words in back.beside.words]
    return (*lines, *beside, *(f"silently beside: {edge.now}" for edge in back.beside.edges))


def laid_out(project: SmallProject) -> None:
    """The text, and two amounts that are not alike."""
    project.section(TEXT)
    project.change(FACTS, "- name: sygdomsmestring\n          amount: 1234000",
                   "- name: sygdomsmestring\n          amount: 1_000_000\n"
                   "        - name: ernæring\n          amount: 234_000")  # fmt: skip


FRAME, AMOUNT = f"{FACTS}:16", f"{FACTS}:20"

# --- the constructs -------------------------------------------------------------------------------


def of_column(*rows: tuple[str, str, str]) -> Words:
    """A line for each row of the table, from what it was to what it is."""
    return tuple(f"changed in 2: «{was}» -> «{now}» @ {at(row)}" for row, was, now in rows)


_HEAD, _SPRING, _AUTUMN = "| Årstid |", "| forår |", "| efterår |"
_EMPTY = of_column(
    (_HEAD, "Årstid | Emne", "Årstid | Emne | "),
    (_SPRING, "forår | budget og plan", "forår | budget og plan | "),
    (_AUTUMN, "efterår | regnskab", "efterår | regnskab | "),
)
_IN = (*_EMPTY[:2], _EMPTY[2].replace("| »", "| leder»"))
_OUT = of_column(
    (_HEAD, "Årstid | Emne", "Årstid"),
    (_SPRING, "forår | budget og plan", "forår"),
    (_AUTUMN, "efterår | regnskab", "efterår"),
)
_UNTRACKED = "tells a change of a table's columns as nobody's"
_COLUMN_IN = Cannot(_UNTRACKED, (*map(silently, _EMPTY),
                                 f"changed in 2: «» -> «leder» @ {at(_AUTUMN)}"))  # fmt: skip
_COLUMN_OUT = Cannot(_UNTRACKED, tuple(map(silently, _OUT)))
_MERGED = (
    f"silently changed in 2: «forår | budget og plan» -> «forår\nbudget og plan» @ {at(_SPRING)}",
)
_MERGING = Cannot("does not track that cells are made one", _MERGED)
_ASKED = (f"comment in 1: «årligt» -> «» @ {PARTIES}", "  Jurist: Hvorfor?")
_ANSWER = "  Jurist: Fordi."
_NO_THREAD = Cannot("(7.4) writes an answer as a comment of its own",
                    (_ASKED[0], _ANSWER, *_ASKED))  # fmt: skip

CONSTRUCTS: tuple[Construct, ...] = (
    Construct("opened and saved", (), hows=("silently",)),
    Construct(
        "words put in",
        (("insert", "årligt", " i maj"), ("insert", "motion", " og ro"),
         ("insert", "regnskab", " og status")),
        (f"changed in 1: «» -> « i maj» @ {PARTIES}",
         f"changed in 2: «» -> « og ro» @ {at('motion')}",
         f"changed in 2: «» -> « og status» @ {at('regnskab')}"),
    ),
    Construct(
        "words taken out",
        (("delete", "evaluerer "), ("delete", "støtte "), ("delete", " og plan")),
        (f"changed in 1: «evaluerer » -> «» @ {PARTIES}",
         f"changed in 2: «støtte » -> «» @ {at('motion')}",
         f"changed in 2: « og plan» -> «» @ {at('og plan')}"),
    ),
    Construct(
        "words replaced",
        (("replace", "årligt", "hvert andet år"), ("replace", "motion", "leg"),
         ("replace", "regnskab", "status")),
        (f"changed in 1: «årligt» -> «hvert andet år» @ {PARTIES}",
         f"changed in 2: «motion» -> «leg» @ {at('motion')}",
         f"changed in 2: «regnskab» -> «status» @ {at('regnskab')}"),
    ),
    Construct(
        "an amount replaced",
        (("replace", "1.234.000", "2.000.000"), ("replace", "1.000.000", "1.500.000")),
        (f"changed in 2: «1.234.000» -> «2.000.000» @ {FRAME}",
         f"changed in 2: «1.000.000» -> «1.500.000» @ {AMOUNT}"),
        (f"silently changed in 2: «1.234.000\u00a0kr.» -> «2.000.000\u00a0kr.» @ {FRAME}",
         f"silently changed in 2: «1.000.000\u00a0kr.» -> «1.500.000\u00a0kr.» @ {AMOUNT}"),
    ),
    Construct(
        "a paragraph put in", (("paragraph", "Andet stykke", "Nyt stykke."),),
        (f"added in 2: «» -> «Nyt stykke.» @ {at('Andet')}",),
        (f"silently added in 2: «» -> «Nyt stykke.» @ {at('Rammen')}",),
    ),
    Construct(
        "a paragraph taken out", (("remove", "Andet stykke"),),
        (f"removed in 2: «Andet stykke er her.» -> «» @ {at('Andet')}",),
    ),
    Construct(
        "a paragraph split", (("split", "Andet "),), (f"split in 2: «» -> «» @ {at('Andet')}",)
    ),
    Construct(
        "two paragraphs joined", (("join", "Andet stykke er her."),),
        (f"joined in 2: «» -> «» @ {at('Andet')}",),
    ),
    Construct(
        "a paragraph moved", (("move", "Tredje stykke er her.", "Andet stykke"),),
        (f"moved in 2: «Tredje stykke er her.» -> «Tredje stykke er her.» @ {at('Tredje')}",),
    ),
    Construct(
        "a row put in", (("row", "forår", "sommer", "plan"),),
        (f"added in 2: «» -> «sommer | plan» @ {at(_SPRING)}",),
    ),
    Construct(
        "a row taken out", (("unrow", "forår"),),
        (f"removed in 2: «forår | budget og plan» -> «» @ {at(_SPRING)}",),
    ),
    Construct(
        "a column put in", (("column", "regnskab", "leder"),),
        of_column((_HEAD, "", " | "), (_SPRING, "", " | "), (_AUTUMN, "", " | leder")),
        tuple(map(silently, _IN)),
        but={("LibreOffice", "tracked"): _COLUMN_IN, ("ONLYOFFICE", "tracked"): _COLUMN_IN},
    ),
    Construct(
        "a column taken out", (("uncolumn", "regnskab"),),
        of_column((_HEAD, "Emne", ""), (_SPRING, "budget og plan", ""), (_AUTUMN, "regnskab", "")),
        tuple(map(silently, _OUT)),
        but={("LibreOffice", "tracked"): _COLUMN_OUT, ("ONLYOFFICE", "tracked"): _COLUMN_OUT},
    ),
    Construct(
        "two cells made one", (("merge", "forår"),), silent=_MERGED,
        but={(editor, "tracked"): _MERGING for editor in EDITORS},
    ),
    Construct(
        "put in by one, taken out by another", (("delete", " i maj"),),
        (f"undone in 1: «» -> « i maj» @ {PARTIES}",),
        before=(("insert", "årligt", " i maj"),), hows=("tracked",),
    ),
    Construct(
        "everything accepted before it was sent", (("accept",),),
        silent=(f"silently changed in 1: «årligt» -> «hvert andet år» @ {PARTIES}",
                f"silently removed in 2: «Andet stykke er her.» -> «» @ {at('Andet')}"),
        before=(("replace", "årligt", "hvert andet år"), ("remove", "Andet stykke")),
        hows=("silently",),
    ),
    Construct("form only", (("bold", "årligt"), ("bold", "støtte"))),
    Construct(
        "fields made words", (("flatten",),),
        but={("LibreOffice", "tracked"): Cannot(
            "tracks the page numbers of the footer too, which are told as beside the agreement",
            ("beside: Side 3 af 3",))},
    ),
    Construct("a comment", (("comment", "årligt", "Hvorfor?"),), _ASKED, hows=("tracked",)),
    Construct(
        "a comment with an answer", (("reply", "årligt", "Hvorfor?", "Fordi."),),
        (*_ASKED, _ANSWER), hows=("tracked",), but={("LibreOffice", "tracked"): _NO_THREAD},
    ),
    Construct(
        "a comment that is resolved", (("resolved", "årligt", "Hvorfor?"),),
        (_ASKED[0], f"{_ASKED[1]} (resolved)"), hows=("tracked",),
    ),
)  # fmt: skip

# --- as Word writes it ----------------------------------------------------------------------------

WORD = {
    "insert": Editor.insert,
    "delete": Editor.delete,
    "replace": Editor.replace,
    "paragraph": Editor.new_paragraph,
    "remove": Editor.remove_paragraph,
    "split": Editor.split,
    "join": Editor.join,
    "move": Editor.move,
    "row": Editor.new_row,
    "unrow": Editor.remove_row,
    "column": Editor.new_column,
    "uncolumn": Editor.remove_column,
    "merge": Editor.merge_cells,
    "bold": Editor.bold,
    "flatten": Editor.flatten,
    "comment": Editor.comment,
    "reply": lambda editor, words, said, answer: editor.comment(
        words, answer, editor.comment(words, said)
    ),
    "resolved": lambda editor, words, said: editor.comment(words, said, done=True),
}


def planted(docx: bytes, how: str, edits: tuple[Words, ...], who: str = "Jurist") -> bytes:
    """The file with edits as Word writes them; what is not tracked is tracked and then accepted."""
    if edits == (("accept",),):
        return resolved(docx, "accept")
    editor = Editor(docx, who)
    for kind, *words in edits:
        WORD[kind](editor, *words)  # type: ignore[operator]
    return editor.saved() if how == "tracked" else resolved(editor.saved(), "accept")
