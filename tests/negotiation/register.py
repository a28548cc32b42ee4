"""A small fictitious register: two municipalities, equal and unequal wishes, one silent edit."""

from tests.conftest import SmallProject

FOLDER = "data/proposals/midtbundt/V20260319"
NORDBY = f"{FOLDER}/nordby.forebyggelse.yaml"
SOENDERAA = f"{FOLDER}/soenderaa.forebyggelse.yaml"

PARTIES = """\
Aftalen er mellem Region Midt og {name}, jf. afsnit 2. Den indgås efter sundhedslovens § 118 d, stk. 1, \
træder i kraft den 1. januar 2027, og Parterne evaluerer Aftalen årligt."""


def was(name: str) -> str:
    return PARTIES.format(name=name)


def register(key: str, name: str, *more: str) -> str:
    """The wish that both have, and more of this one's."""
    rows = (
        f"""\
    kind: change
    untracked: true
    template: aftale
    section: parter
    passage: 4
    was: '{was(name)}'
    proposed: '{was(name).replace("årligt", "hvert andet år")}'
""",
        *more,
    )
    items = "".join(f"  - id: {key}-{n:02}\n{row}" for n, row in enumerate(rows, 1))
    return f"last: {len(rows)}\nproposals:\n{items}"


AMOUNT = """\
    kind: change
    template: aftale
    section: oekonomi
    passage: 6
    theme: ramme
    was: Rammen er 1.234.000 kr. om året.
    proposed: Rammen er 1.300.000 kr. om året.
    comment: Beløbet dækker ikke lønnen. FIKTIV
"""
COMMENT = """\
    kind: comment
    template: aftale
    section: oekonomi
    passage: 6
    comment: Hvem betaler tolk? FIKTIV
"""
RESERVATION = """\
    kind: reservation
    theme: økonomi
    comment: Godkendt med forbehold for økonomien. FIKTIV
    body: Rådet
    body_date: 2026-03-20
"""


def fill(project: SmallProject) -> None:
    """Nordby and Sønderå wish the same; Nordby another amount; Sønderå asks, and reserves."""
    project.write(NORDBY, register("nordby", "Nordby Kommune", AMOUNT))
    project.write(SOENDERAA, register("soenderaa", "Sønderå Kommune", COMMENT, RESERVATION))
