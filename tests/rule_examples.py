"""A planted fault for each rule: the page docs/regler.md shows it, and a test finds it.

Each is a change of the shipped project. Amounts and numbers of inhabitants in them are fictitious,
and the one sickness that was decided out of the target group is named to see that it is found.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

NORDDJURS = "data/municipalities/norddjurs.yaml"
BUNDLE = "data/bundles/midtjylland.yaml"
TASK = "data/tasks/patientrettet-forebyggelse.yaml"
AGREEMENT = "templates/horisontal-samarbejdsaftale"
REQUIREMENTS = "data/requirements/horisontale-2026.yaml"
APPROVALS = (
    "data/approvals/"
    "midtjylland_norddjurs_patientrettet-forebyggelse_horisontal-samarbejdsaftale.yaml"
)
HOURS = "        oplyser ikke pris- og lønniveau.\n"
"""After this, a fictitious opening time of Norddjurs can be planted."""


@dataclass(frozen=True, slots=True)
class Change:
    """A piece of a file that is replaced; with no `old`, the whole file is `new`."""

    file: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Example:
    """Where the rule must point: at these words in this file, "" for the line's beginning."""

    change: Change
    at: str
    file: str = ""
    who: str = "norddjurs"
    more: Sequence[Change] = field(default_factory=tuple)
    body: str = ""
    """Whose agenda item it is in, where the rule is asked of items."""


def hours(words: str, at: str, who: str = "norddjurs") -> Example:
    """Fictitious opening hours that say something they must not."""
    file = f"data/municipalities/{who}.yaml"
    if who == "norddjurs":
        new = f"{HOURS}    local:\n      opening_hours: '{words}'\n"
        return Example(Change(file, HOURS, new), at, who=who)
    old = "      status: missing\n"
    return Example(
        Change(file, old, f"{old}    local:\n      opening_hours: '{words}'\n"), at, who=who
    )


def _fictitious(key: str, amount: str) -> tuple[Change, Change]:
    file = f"data/municipalities/{key}.yaml"
    return (
        Change(
            file,
            "fixed_annual: null\n      status: missing",
            f"fixed_annual: {amount}\n      status: fictitious",
        ),
        Change(file, f"website: {key}.dk", f"website: {key}.dk\npopulation: 40_000"),
    )


PROPOSALS = "data/proposals/midtjylland/V20260319/norddjurs.patientrettet-forebyggelse.yaml"
WAS = (
    "Ønsker en Part et andet serviceniveau, redegør Parten over for den anden Part for ændringens "
    "betydning for kvalitet, aktivitet, økonomi og data, inden ændringen aftales."
)


ITEMS = "templates/dagsordenspunkt"
PROFILE = "data/agendas/norddjurs.yaml"
OF_BILAG_2 = "    municipality_case_number: 25/678\n    municipality_document_id: 8793/26\n"
WAIVED = """\
    agenda_waived: >-
      Hensynet til den videre proces med regionen og ministeriet; aftalen skal behandles senest
      den 26. marts 2026.
"""


def proposal(rule: str, at: str, more: str, *, id: str = "norddjurs-01", head: str = "") -> Example:
    """A fictitious proposal about the service level, with more of it."""
    text = f"{head}proposals:\n  - id: {id}\n{more}    note: FIKTIV, eksempel på {rule}\n"
    return Example(Change(PROPOSALS, "", text), at, PROPOSALS)


def edit(rule: str, at: str, more: str, was: str = WAS) -> Example:
    """A fictitious edit of the service level, with more of it."""
    proposed = was.replace("økonomi og data", "økonomi, data og borgerne")
    place = "    kind: change\n    template: horisontal-samarbejdsaftale\n    section: rammen\n"
    return proposal(rule, at, f"{place}    was: {was}\n    proposed: {proposed}\n{more}")


DECIDED = "    decided_by: Styregruppen\n    decided_on: 2026-03-25\n"
RESERVED = "    kind: reservation\n    comment: Med forbehold for økonomien.\n"


EXAMPLES: dict[str, Example] = {
    # --- data ---
    "agenda-slot-unknown": Example(
        Change(PROFILE, "slot: lovgrundlag", "slot: lovgrundlaget"), "slot"
    ),
    "agenda-route": Example(Change(NORDDJURS, "[SPO, ØK, KB]", "[SPO, ØU, KB]"), ""),
    "agenda-verb": Example(
        Change(PROFILE, "recommends: anbefales godkendt", "recommends: godkendes"), "recommends"
    ),
    "cvr-invalid": Example(Change(NORDDJURS, 'cvr: "29189986"', 'cvr: "29189987"'), "29189987"),
    "cvr-twice": Example(
        Change("data/municipalities/viborg.yaml", 'cvr: "29189846"', 'cvr: "55133018"'), "55133018"
    ),
    "municipality-code": Example(Change(NORDDJURS, 'code: "707"', 'code: "706"'), "706"),
    "municipality-without-annex": Example(
        Change(
            NORDDJURS,
            "tasks:\n  patientrettet-forebyggelse:",
            "tasks:\n  akutsygepleje:\n    budget:\n      fixed_annual: null\n      status: missing\n"
            "  patientrettet-forebyggelse:",
        ),
        "akutsygepleje",
    ),
    "letter-twice": Example(
        Change(
            BUNDLE,
            "letter: h\n    municipality_case_number",
            "letter: g\n    municipality_case_number",
        ),
        "letter",
    ),
    "file-not-read": Example(
        Change("data/municipalities/noter.txt", "", "Beløbet er ikke bekræftet.\n"), ""
    ),
    "no-such-key": Example(
        Change(
            "data/decisions/2026-03-18-knogleskoerhed.yaml",
            "tasks: [patientrettet-forebyggelse]",
            "tasks: [patientrettet-forebygelse]",
        ),
        "patientrettet-forebygelse",
    ),
    "unknown-health-council": Example(
        Change(NORDDJURS, "name: Sundhedsråd Kronjylland", "name: Sundhedsråd Kronjyland"),
        "Sundhedsråd Kronjyland",
    ),
    "misspelt-name": Example(
        Change(NORDDJURS, "name: Regionshospitalet Randers", "name: Regionshospitalet Rander"),
        "Regionshospitalet Rander",
    ),
    "person-for-function": Example(
        Change(NORDDJURS, "  - Kommunaldirektør\n", "  - Kommunaldirektør Anne Opdigtet\n"),
        "Kommunaldirektør Anne Opdigtet",
    ),
    "amounts-do-not-add-up": Example(
        Change(
            NORDDJURS,
            "fixed_annual: 4_422_000\n",
            "fixed_annual: 4_422_000\n      services:\n        - name: sygdomsmestring\n          amount: 4_000_000\n"
            "        - name: fysisk aktivitet\n          amount: 400_000\n",
        ),
        "fixed_annual",
    ),
    "amount-status": Example(Change(NORDDJURS, "status: confirmed", "status: missing"), "status"),
    "amount-zero": Example(
        Change(NORDDJURS, "fixed_annual: 4_422_000", "fixed_annual: 0"), "fixed_annual"
    ),
    "amount-far-from-others": Example(
        Change(NORDDJURS, "website: norddjurs.dk", "website: norddjurs.dk\npopulation: 4_000"),
        "fixed_annual",
        more=(*_fictitious("favrskov", "4_000_000"), *_fictitious("hedensted", "4_400_000")),
    ),
    "dates-out-of-order": Example(
        Change(BUNDLE, "edition_date: 2026-03-19", "edition_date: 2026-03-20"), "edition"
    ),
    "duration-too-short": Example(
        Change(
            BUNDLE,
            "  legal_basis: sundhedsloven_118_d_1\n",
            "  legal_basis: sundhedsloven_118_d_1\n  duration: fixed\n  expires_on: 2027-06-29\n",
        ),
        "expires_on",
    ),
    "unknown-body": Example(
        Change(APPROVALS, "- body: Kommunalbestyrelsen", "- body: Kommunalbestyrlsen"), "body"
    ),
    "unknown-edition": Example(
        Change("editions/midtjylland/V20260224/manifest.json", "", "{}\n"),
        "edition",
        more=(Change(APPROVALS, "edition: V20260224", "edition: V20260225"),),
        file=APPROVALS,
    ),
    "recommendation-as-decision": Example(
        Change(APPROVALS, "outcome: recommended", "outcome: approved"), "outcome"
    ),
    "approval-before-edition": Example(
        Change(APPROVALS, "date: 2026-02-26", "date: 2026-02-23"), "date"
    ),
    "two-editions-one-day": Example(
        Change(
            APPROVALS,
            "approvals:\n",
            "approvals:\n  - body: KB\n    date: 2026-03-17\n    outcome: approved\n"
            "    edition: V20260202\n    source: referatet\n",
        ),
        "edition",
    ),
    "agenda-too-late": Example(
        Change(
            APPROVALS,
            "date: 2026-03-17\n    outcome",
            "date: 2026-03-17\n    agenda_sent: 2026-03-12\n    outcome",
        ),
        "agenda_sent",
    ),
    "approval-without-agreement": Example(
        Change("data/approvals/midtjylland_nordjurs.yaml", "", "approvals: []\n"), ""
    ),
    "approvals-in-old-place": Example(
        Change(
            NORDDJURS,
            HOURS,
            f"{HOURS}    approvals:\n      - {{body: KB, date: 2026-03-26, outcome: planned, "
            "source: sagen}\n",
        ),
        "approvals",
    ),
    "agenda-in-calendar-days": Example(
        Change(NORDDJURS, "agenda_weekdays: 4", "agenda_days: 4"), "agenda_days"
    ),
    "status-without-approval": Example(
        Change(BUNDLE, "enters_into_force:", "status: approved\nenters_into_force:"), "status"
    ),
    "choices-contradict": Example(
        Change(
            BUNDLE,
            "  legal_basis: sundhedsloven_118_d_1\n",
            "  legal_basis: sundhedsloven_118_d_1\n  overrun_borne_by: region\n  underspend: kept\n",
        ),
        "underspend",
    ),
    # --- templates ---
    "combinations-incomplete": Example(
        Change(
            "templates/valg/kombinationer.yaml",
            "underspend: [repaid, carried, kept]",
            "underspend: [repaid, carried]",
        ),
        "rows",
    ),
    "unknown-field": Example(
        Change(
            f"{AGREEMENT}/opgaver/akutsygepleje-indhold.md",
            "Instrumentelle indsatser, fx",
            "Indsatser for {{ budget.fixed_anual | kr }}, fx",
        ),
        "fixed_anual",
    ),
    "dead-branch": Example(
        Change(
            f"{AGREEMENT}/12-databeskyttelse.md",
            '{{ choice("data_role") }}\n',
            '{{ choice("data_role") }}\n{% if choices.data_role == "seperate" %}\nMere.\n{% endif %}\n',
        ),
        "seperate",
    ),
    "reference-to-missing-section": Example(
        Change(
            f"{AGREEMENT}/opgaver/akutsygepleje-adgang.md",
            'ref("bilag-lokale-forhold")',
            'ref("bilag-lokale-vilkaar")',
        ),
        "bilag-lokale-vilkaar",
    ),
    "law-key-unknown": Example(
        Change(
            f"{AGREEMENT}/opgaver/akutsygepleje-indhold.md",
            "Instrumentelle indsatser, fx",
            "Indsatser efter {{ law.sundhedsloven_188_d_1 }}, fx",
        ),
        "sundhedsloven_188_d_1",
    ),
    "law-key-unused": Example(
        Change("data/law.yaml", "    kept: til klagevejene\n", ""), "klage_og_erstatningsloven_2"
    ),
    "data-not-used": Example(
        Change(
            f"{AGREEMENT}/17-bilag-faglig-beskrivelse.md",
            "{{ task.quality_standards }}",
            "Opgaven følger standarderne.",
        ),
        "quality_standards",
        "data/tasks/akutsygepleje.yaml",
    ),
    "file-not-used": Example(Change("templates/faelles/gammel.md", "", "Gammel tekst.\n"), ""),
    "section-for-nobody": Example(
        Change(
            f"{AGREEMENT}/08-kapacitet.md",
            "title: Kapacitet og aktivitet\n",
            "title: Kapacitet og aktivitet\ntasks: [patientrettet-forebyggelse, akutsygeplje]\n",
        ),
        "akutsygeplje",
    ),
    "markdown-in-a-branch": Example(
        Change(
            f"{AGREEMENT}/opgaver/akutsygepleje-indhold.md",
            "Instrumentelle indsatser, fx",
            "[Instrumentelle indsatser](https://eksempel.invalid), fx",
        ),
        "",
    ),
    "typed-number-in-template": Example(
        Change(
            f"{AGREEMENT}/06-roller-og-ansvar.md",
            "Parterne samarbejder med almen praksis om henvisning, behandling og opfølgning.",
            "Parterne samarbejder med almen praksis efter afsnit 14.2.",
        ),
        "afsnit 14.2",
    ),
    # --- meaning ---
    "excluded-term": Example(
        Change(
            f"{AGREEMENT}/06-roller-og-ansvar.md",
            "Parterne samarbejder med almen praksis om henvisning, behandling og opfølgning.",
            "Borgere med diabetes, KOL og depression kan henvises.",
        ),
        "depression",
    ),
    "exception-without-effect": Example(
        Change(
            "data/decisions/2026-02-24-vejledning-og-maalgruppe.yaml",
            "note: >-\n  Datoen er rekonstrueret.",
            "exceptions:\n  - term: gigt\n    phrase: borgere med gigt\n    reason: Skal kunne siges.\n"
            "note: >-\n  Datoen er rekonstrueret.",
        ),
        "term",
    ),
    "included-term-missing": Example(
        Change(TASK, "kræft, knogleskørhed samt", "kræft samt"), "text"
    ),
    "other-municipality": hours("Holdene mødes i Syddjurs Kommune om torsdagen.", "Syddjurs"),
    "other-number": Example(
        Change(f"{AGREEMENT}/01-parter-og-baggrund.md", "{{ municipality.cvr }}", "29189978"),
        "29189978",
    ),
    "other-amount": hours(
        "Åbningstiden ligger inden for 4.422.000 kr.", "4.422.000 kr.", "randers"
    ),
    "amount-in-template": Example(
        Change(
            f"{AGREEMENT}/10-oekonomi.md",
            "Rammen er fastsat, så",
            "Rammen på 4.422.000 kr. er fastsat, så",
        ),
        "4.422.000 kr.",
    ),
    "amount-shown-differently": Example(
        Change(
            "templates/bilag-2/04-ramme-og-prisniveau.md",
            "Rammen reguleres og betales",
            "Rammen på {{ budget.fixed_annual | mio_kr }} reguleres og betales",
        ),
        "fixed_annual",
        NORDDJURS,
    ),
    "name-in-wrong-case": Example(
        Change(
            f"{AGREEMENT}/13-kvalitet-og-tilsyn.md",
            "Regionen fører tilsyn og kontrol",
            "Region midtjylland fører tilsyn og kontrol",
        ),
        "Region midtjylland",
    ),
    "typed-number": hours("Åbningstiderne følger afsnit 14.2.", "afsnit 14.2"),
    "name-of-another-edition": Example(
        Change(BUNDLE, "{municipality} {date}", "{municipality} 20. april 2026"), "20. april 2026"
    ),
    "date-before-decision": Example(
        Change(
            "data/decisions/2026-03-18-knogleskoerhed.yaml", "date: 2026-03-18", "date: 2026-03-25"
        ),
        "2026-03-18-knogleskoerhed",
        TASK,
    ),
    "entry-into-force-missing": Example(
        Change(
            f"{AGREEMENT}/15-ikrafttraeden-og-ophoer.md",
            "træder i kraft den {{ bundle.enters_into_force | date }}.",
            "træder i kraft, når den er underskrevet.",
        ),
        "enters_into_force",
        BUNDLE,
    ),
    "follow-up-missing": Example(
        Change(
            f"{AGREEMENT}/15-ikrafttraeden-og-ophoer.md",
            "Styregruppen evaluerer Aftalen mindst hvert andet år, første gang senest to år efter Aftalens\n"
            "ikrafttræden.",
            "Styregruppen evaluerer Aftalen.",
        ),
        "",
        f"{AGREEMENT}/template.yaml",
    ),
    "legal-basis-missing": Example(
        Change(
            "templates/valg/legal_basis.md",
            "{{ law.sundhedsloven_118_d_1 }}",
            "{{ law.sundhedsloven_afsnit_ix }}",
        ),
        "legal_bases",
        TASK,
    ),
    # --- the finished document ---
    "template-code-left": hours("Tiderne står i {{ local.opening_hours }}.", "{{"),
    "double-space": hours("Alle hverdage  kl. 8-15.", "hverdage"),
    "empty-cell": Example(
        Change("templates/faelles/bemanding.md", "| {{ group.group }} |", "| |"),
        "",
        "templates/faelles/bemanding.md",
        more=(
            Change(
                NORDDJURS, HOURS, f"{HOURS}    local:\n      staffing:\n        - group: FIKTIV\n"
            ),
        ),
    ),
    "unresolved-reference": hours("Se afsnit ??.", "??"),
    # --- proposals ---
    "proposal-number": proposal(
        "proposal-number", "id", "    kind: comment\n    comment: Tak.\n", id="djurs-01"
    ),
    "proposal-reference": edit("proposal-reference", "decision", "    decision: 2026-01-01-ny\n"),
    "answered-differently": replace(
        edit("answered-differently", "state", f"    state: accepted-local\n{DECIDED}"),
        more=(
            Change(
                PROPOSALS.replace("norddjurs", "herning"),
                "",
                edit(
                    "", "", f"    state: rejected\n    answer: Nej.\n{DECIDED}"
                ).change.new.replace("norddjurs", "herning"),
            ),
        ),
    ),
    "reservation-of-no-approval": proposal(
        "reservation-of-no-approval",
        "body",
        f"{RESERVED}    body: Kommunalbestyrelsen\n    body_date: 2026-03-18\n",
    ),
    "reservation-open": Example(
        Change(
            APPROVALS,
            "    source:",
            "    reservations: [{what: Med forbehold for økonomien. FIKTIV}]\n    source:",
        ),
        "",
    ),
    "accepted-not-in-text": edit(
        "accepted-not-in-text", "state", f"    state: accepted-all\n{DECIDED}"
    ),
    "rejected-but-in-text": replace(
        edit("rejected-but-in-text", "state", f"    state: rejected\n    answer: Nej.\n{DECIDED}"),
        more=(
            Change(
                f"{AGREEMENT}/10-oekonomi.md",
                "økonomi og data, inden",
                "økonomi, data og borgerne, inden",
            ),
        ),
    ),
    "proposal-base-gone": edit(
        "proposal-base-gone",
        "was",
        "",
        WAS.replace("aktivitet, økonomi", "aktivitet, personale, økonomi"),
    ),
    "deferred-without-addendum": edit(
        "deferred-without-addendum",
        "state",
        f"    state: deferred\n    answer: Senere.\n    addendum: 1\n{DECIDED}",
    ),
    "proposal-undecided": edit("proposal-undecided", "", ""),
    "proposal-without-answer": edit("proposal-without-answer", "state", "    state: noted\n"),
    "amount-differs-from-agreement": Example(
        Change(f"{ITEMS}/08-oekonomi.md", "** årligt i", "** (hidtil 4.000.000 kr.) årligt i"),
        "4.000.000",
        body="KB",
    ),
    "item-names-other-edition": Example(
        Change(f"{ITEMS}/07-sammenhaeng.md", "2024.", "2024. Bygger på V20260101."),
        "V20260101",
        body="KB",
    ),
    "closed-annex-in-open-list": Example(
        Change(BUNDLE, OF_BILAG_2, f"    open: false\n{OF_BILAG_2}"),
        "",
        f"{ITEMS}/07-sammenhaeng.md",
        more=(
            Change(f"{ITEMS}/07-sammenhaeng.md", "2024.", "2024. Se Bilag 2 - Norddjurs Kommune."),
        ),
        body="KB",
    ),
    "person-name-in-item": Example(
        Change(f"{ITEMS}/07-sammenhaeng.md", "2024.", "2024. Borger Anne Fiktiv har spurgt."),
        "Anne Fiktiv",
        body="KB",
    ),
    "recommendation-verb": Example(
        Change(f"{ITEMS}/indstilling/aftalen.md", "{{ item.verb }}", "godkendes"),
        "",
        f"{ITEMS}/10-indstilling.md",
        more=(Change(PROFILE, ", one_for_all: true", ""),),
        body="SPO",
    ),
    "agenda-reason-missing": Example(
        Change(APPROVALS, "date: 2026-03-26", "date: 2026-03-24"),
        "",
        more=(Change(APPROVALS, WAIVED, ""),),
        body="KB",
    ),
    # --- requirements ---
    "requirement-set-unknown": Example(
        Change(REQUIREMENTS, "[horisontal-samarbejdsaftale]", "[horisontal-samarbejdsaftal]"),
        "horisontal-samarbejdsaftal",
    ),
    "requirement-basis-unverified": Example(
        Change(REQUIREMENTS, "confidence: found\n", "confidence: draft\n"), "basis"
    ),
    "requirement-overdue": Example(
        Change(BUNDLE, "edition_date: 2026-03-19", "edition_date: 2028-01-10"),
        "recurs",
        REQUIREMENTS,
    ),
    "requirement-not-met": Example(
        Change(REQUIREMENTS, "test: in sundhedsloven_118_d_1, ", "test: in "),
        "legal_basis",
        BUNDLE,
    ),
    "requirement-section-deviated": Example(
        Change(
            NORDDJURS,
            HOURS,
            f"{HOURS}    deviations:\n"
            "      - section: kvalitet-og-tilsyn\n"
            "        block: partshoering-ved-tilsyn\n"
            "        action: replace\n"
            "        text: Regionen sender resultatet af tilsynet til Kommunen.\n"
            "        reason: FIKTIV, eksempel på requirement-section-deviated\n"
            "        agreed_by: Styregruppen\n"
            "        agreed_on: 2026-03-01\n"
            '        base_hash: "0653d6bd1ee47614"\n',
        ),
        "",
    ),
    # --- completeness ---
    "annex-without-document-id": Example(
        Change(BUNDLE, OF_BILAG_2, "    municipality_case_number: 25/678\n"), "", body="KB"
    ),
    "unconfirmed-in-final": Example(
        Change(NORDDJURS, "confidence: case-file", "confidence: draft"), "name"
    ),
    "fact-missing": Example(
        Change(
            NORDDJURS,
            "fixed_annual: 4_422_000\n      status: confirmed",
            "fixed_annual: null\n      status: missing",
        ),
        "fixed_annual",
    ),
}

NO_DATA_CAN = frozenset(("placeholder-in-final",))
"""Rules of what no data can bring about: the tests change a finished document for them."""


def plant(folder: Path, example: Example) -> None:
    """The fault in a copy of the project; each piece must be there."""
    for change in (example.change, *example.more):
        path = folder / change.file
        if not change.old:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(change.new, encoding="utf-8")
            continue
        text = path.read_text(encoding="utf-8")
        assert change.old in text, f"{change.old!r} is not in {change.file}"
        path.write_text(text.replace(change.old, change.new, 1), encoding="utf-8")
