# ruff: noqa: E501 - a table of words
"""What each key of the data files means, in words: one room for all of them.

The models say what is allowed; this says what it is for. An entry is «Title: description».
Shown in editors (`aftalegen schema`) and by `aftalegen fields`.
"""

from collections.abc import Mapping

from aftalegen.words.language import later

MODELS: Mapping[str, str] = {
    "Noun": later("Noun: a common noun with the forms that an agreement needs."),
    "KnownName": later("Name: a name, and how well it is known."),
    "Address": later("Address: a postal address."),
    "ServiceBudget": later("Service's budget: one line of a budget."),
    "Budget": later("Budget: the fixed annual budget for one task."),
    "Offer": later("Offer: a place where the municipality offers the task."),
    "Capacity": later("Capacity: what is planned for a year."),
    "Staffing": later("Staffing: a group of staff; never a person."),
    "Contact": later(
        "Contact: a contact by role and unit; never a person, for annexes are published."
    ),
    "Local": later("Local facts: what «Bilag 2» shows of one municipality and task."),
    "Deviation": later(
        "Deviation: what this municipality has agreed differently from the common text."
    ),
    "Approval": later("Approval: a body's decision on one edition of an agreement."),
    "Body": later("Body: one of the municipality's bodies that handles agreements."),
    "Addendum": later(
        "Addendum: what the parties have agreed about a change of a signed agreement (tillægsaftale)."
    ),
    "MunicipalTask": later(
        "Municipal task: what the municipality has for one task that it goes on running."
    ),
    "Municipality": later(
        "Municipality: who it is, and for each task its budget, local facts, deviations and approvals."
    ),
    "TargetGroup": later("Target group: the target group of a task in one region."),
    "Service": later("Service: a service that belongs to the task."),
    "Task": later("Task: what a task is, wherever it is run."),
    "Region": later("Region: the other party of the agreements."),
    "Choices": later(
        "Choices: what only a lawyer or the parties can settle; unmade, a choice is a marked placeholder."
    ),
    "Deadline": later("Deadline: a date by which something must be done."),
    "Annex": later("Annex: one document of the bundle: one municipality, one task, one template."),
    "Bundle": later("Bundle: which annexes exist, and in which edition."),
    "TermRule": later("Term: a term that the decision puts in or out of a target group."),
    "TermException": later(
        "Exception: a phrase in which a term that is out may stand all the same."
    ),
    "Decision": later("Decision: who decided what, when and why."),
    "Statute": later("Statutory reference: one reference, as it stands in running text."),
    "Law": later("Law: the register of statutory references."),
    "FrontMatter": later("Section's head: the lines between «---» at the top of a section's file."),
    "TitleFact": later("Row of the title page: a label and a value."),
    "TemplateHead": later("Template: the title page of a template."),
    "Fonts": later("Fonts: the typefaces of Word and PDF, with the same widths."),
    "Sizes": later("Sizes: type sizes in points."),
    "Colours": later("Colours: as RRGGBB; all must be readable when printed in grey."),
    "Margins": later("Margins: of an A4 page, in millimetres."),
    "Style": later("House style: the same for Word and PDF."),
}
"""Each model, by the name of its class."""

COMMON: Mapping[str, str] = {
    "confidence": later(
        "Confidence: case-file (in the case), found (in another public source), found-old (in one older than about four years), inferred (concluded from several), unverified (from memory, to be confirmed)."
    ),
    "source": later("Source: where the fact comes from."),
    "note": later("Note: what one must know to use the fact; not printed."),
    "sources": later("Sources: the source of each key above that has none of its own."),
    "website": later("Website: without https://."),
    "signatories": later("Signatories: the roles that sign, in order; never persons."),
    "case_number": later("Case number: in the case system."),
    "official_name": later("Official name: as the party is named in an agreement."),
    "address": later("Address: the postal address."),
}
"""Fields that mean the same in every model."""

FIELDS: Mapping[str, Mapping[str, str]] = {
    "Noun": {
        "indefinite": later("Indefinite form: «kommunalbestyrelse»."),
        "definite": later("Definite form: «kommunalbestyrelsen»."),
        "genitive": later("Genitive: «kommunalbestyrelsens»."),
        "gender": later("Gender: common (den) or neuter (det)."),
    },
    "KnownName": {
        "name": later("Name: the name as it is printed."),
    },
    "Address": {
        "street": later("Street: with number."),
        "postal_code": later("Postal code: four digits in quotation marks."),
        "city": later("City: the postal district."),
    },
    "ServiceBudget": {
        "name": later("Name: the service that the amount is for."),
        "amount": later("Amount: whole kroner a year; null if it is not known."),
    },
    "Budget": {
        "fixed_annual": later(
            "Fixed annual amount: whole kroner a year; null if it is not known, and the draft says so."
        ),
        "status": later(
            "Status: confirmed (in a source), missing (not known), fictitious (tests only)."
        ),
        "price_level": later("Price level: the price and wage level of the amount."),
        "services": later("Services: the amount broken down, one line each."),
        "source": later("Source: where the amount comes from; it is printed in the agreement."),
    },
    "Offer": {
        "name": later("Name: of the place or the offer."),
        "address": later("Address: where it is."),
        "description": later("Description: what is offered there."),
    },
    "Capacity": {
        "service": later("Service: what is counted."),
        "unit": later("Unit: forløb, pladser, besøg."),
        "annual": later("Number: how many a year."),
    },
    "Staffing": {
        "group": later("Group: such as sygeplejersker."),
        "full_time_equivalents": later(
            "Full-time equivalents: the number, as it is to be printed."
        ),
    },
    "Contact": {
        "role": later("Role: what the contact is for."),
        "unit": later("Unit: the unit that answers."),
        "phone": later("Telephone: the unit's number."),
        "email": later("E-mail: the unit's address."),
    },
    "Local": {
        "offers": later("Offers: the places; null if they are not known, [] if there are none."),
        "opening_hours": later("Opening hours: in words."),
        "capacity": later("Capacity: planned numbers; null if they are not known."),
        "staffing": later("Staffing: groups of staff; null if they are not known."),
        "contacts": later("Contacts: by role; null if they are not known."),
        "special_terms": later("Special terms: each a sentence or more."),
    },
    "Deviation": {
        "template": later("Template: the template that is deviated from."),
        "section": later("Section: the section's key in the template."),
        "block": later(
            "Block: the key in {#…} of a paragraph, item, table or subsection; without it, the whole section."
        ),
        "action": later("Action: replace, add or omit."),
        "text": later("Text: the text agreed on; not with omit."),
        "reason": later("Reason: why; it is printed in the overview of deviations."),
        "agreed_by": later("Agreed by: a body or a function; never a person."),
        "agreed_on": later("Agreed on: the date."),
        "base_hash": later(
            "Base text's hash: of the common text that it was agreed against; the program says what to write."
        ),
    },
    "Approval": {
        "body": later("Body: who decided; never a person."),
        "date": later("Date: of the meeting."),
        "outcome": later("Outcome: approved, recommended, noted, postponed, rejected or planned."),
        "wording": later("Wording: the decision in the body's own words."),
        "edition": later("Edition: the edition that was decided on."),
        "agenda_waived": later(
            "Agenda waived: why the body's agenda goes out later than it should."
        ),
        "source": later("Source: the minutes or the case."),
    },
    "Body": {
        "name": later("Name: the body's own name."),
        "agenda_days": later(
            "Agenda: so many calendar days before a meeting the agenda is out; null if not known."
        ),
    },
    "Addendum": {
        "number": later("Number: 1, 2, 3 … for each agreement; never used again."),
        "amends": later("Amends: the edition of the agreement that it amends."),
        "edition": later("Edition: that of the consolidated agreement."),
        "cause": later("Cause: quality-standard, care-package, economy, law or local."),
        "annual_change": later(
            "Annual change: what it adds to the fixed annual budget, in whole kroner; negative for less, 0 for nothing, null if it is not agreed yet."
        ),
        "price_level": later("Price level: that of the annual change."),
        "enters_into_force": later("Entry into force: the date."),
    },
    "MunicipalTask": {
        "budget": later("Budget: the fixed annual budget."),
        "local": later("Local facts: what «Bilag 2» shows."),
        "deviations": later("Deviations: what is agreed differently from the common text."),
        "approvals": later("Approvals: political decisions, also planned ones."),
        "addenda": later("Addenda: those agreed to this agreement, in their order."),
    },
    "Municipality": {
        "name": later("Name: without «Kommune»."),
        "code": later("Municipality code: three digits in quotation marks."),
        "cvr": later("CVR number: eight digits in quotation marks."),
        "council": later("Council: what the municipal council is called."),
        "region": later("Region: the key of the region that is the other party."),
        "health_council": later("Health council: the «sundhedsråd» of the municipality."),
        "hospital": later("Hospital: the emergency hospital of the area."),
        "population": later("Population: number of inhabitants; null if it is not known."),
        "bodies": later("Bodies: those that handle agreements, and when their agendas are out."),
        "tasks": later(
            "Tasks: the tasks that the municipality goes on running, by the task's key."
        ),
    },
    "TargetGroup": {
        "text": later("Text: the target group in full sentences."),
        "decision": later("Decision: the key of the decision that fixed the wording."),
        "verbatim": later("Verbatim: true if the wording is that of the case, word for word."),
    },
    "Service": {
        "key": later("Key: small letters and hyphens; never changed."),
        "name": later("Name: as it stands in running text."),
        "description": later("Description: what is done."),
    },
    "Task": {
        "name": later("Name: in running text, «akutsygepleje»."),
        "definite": later("Definite form: «den patientrettede forebyggelse»."),
        "genitive": later("Genitive: «den patientrettede forebyggelses»."),
        "abbreviation": later("Short name: if there is one in use."),
        "unit": later("Unit: what the task is counted in."),
        "legal_bases": later("Legal bases: keys of data/law.yaml."),
        "intentions": later("Intentions: what the task is to achieve; each begins with «at»."),
        "target_group": later("Target group: for each region, by its key."),
        "access": later("Access: how a citizen comes to the offer."),
        "excluded": later("Excluded: what does not belong to the task."),
        "services": later("Services: what the task consists of."),
        "boundary": later("Boundary: towards what stays municipal."),
        "quality_standards": later("Quality standards: those that apply, in a full sentence."),
        "evaluation_within_years": later("Evaluation: within how many years, for each region."),
        "operated_by": later("Operated by: municipality or region, for each region."),
    },
    "Region": {
        "name": later("Name: without «Region»."),
        "cvr": later("CVR number: eight digits in quotation marks; null if it is not known."),
        "decided_by": later("Decided by: the body that decides for the region now."),
        "council": later("Council: the regional council."),
        "valid_from": later("Valid from: the first day of the region."),
        "valid_to": later("Valid to: the last day, or null."),
    },
    "Choices": {
        "data_role": later("Data role: separate (each its own controller), joint, or processor."),
        "compensation_payer": later(
            "Compensation payer: region, municipality, or fault (the one at fault)."
        ),
        "insurance": later("Insurance: self (self-insured) or policy."),
        "notice_months": later("Notice: months, 1 to 36."),
        "duration": later("Duration: indefinite or fixed."),
        "expires_on": later("Expires on: the last day of a fixed duration."),
        "payment_schedule": later("Payment schedule: monthly or quarterly."),
        "price_regulation": later(
            "Price regulation: the model of the annual regulation, in words."
        ),
        "overrun_borne_by": later("Overrun: borne by municipality, region or shared."),
        "underspend": later("Underspend: repaid, carried or kept."),
        "overhead": later("Overhead: included in the amount, or separate."),
        "complaint_reply_days": later("Reply to complaints: working days, 1 to 60."),
    },
    "Deadline": {
        "date": later("Date: the last day."),
        "what": later("What: what must be done."),
        "needs": later("Needs: approval, if an approval that stands meets it."),
        "municipalities": later("Municipalities: whose it is; without it, all of the bundle."),
    },
    "Annex": {
        "municipality": later("Municipality: its key."),
        "task": later("Task: its key."),
        "template": later("Template: its folder below templates/."),
        "number": later("Number: of the annex in the case; stored, so that it never moves."),
        "letter": later("Letter: a to z; stored, so that it never moves."),
        "file_name": later("File name: that of the case, without an ending."),
        "open": later("Open: false for an annex that is closed to the public."),
        "document_id": later("Document number: in the document system."),
    },
    "Bundle": {
        "title": later("Title: of the bundle."),
        "region": later("Region: the key of the other party."),
        "health_council": later("Health council: if the bundle belongs to one."),
        "edition": later("Edition: V and a date, as the case files name it."),
        "edition_date": later("Edition's date: the day of the edition."),
        "status": later("Status: draft, for-decision, approved or signed."),
        "agreement_date": later("Agreement's date: when the agreements are made."),
        "enters_into_force": later("Enters into force: the first day."),
        "choices": later("Choices: for all annexes."),
        "task_choices": later(
            "Choices for a task: by the task's key; they come before the common ones."
        ),
        "deadlines": later("Deadlines: what must be done by when."),
        "annexes": later("Annexes: the documents, in the order of the case."),
    },
    "TermRule": {
        "term": later("Term: the word as it stands in texts."),
        "status": later("Status: in or out of the target group."),
        "tasks": later("Tasks: keys of the tasks that it concerns."),
        "regions": later("Regions: keys of the regions that it concerns."),
    },
    "Decision": {
        "body": later("Body: who decided; never a person."),
        "date": later("Date: of the decision."),
        "title": later("Title: in a few words."),
        "decided": later("Decided: what was decided; may be printed in agreements."),
        "reason": later("Reason: why; may be printed in agreements."),
        "tasks": later("Tasks: keys of the tasks whose agreements it concerns."),
        "regions": later("Regions: keys of the regions whose agreements it concerns."),
        "terms": later("Terms: words that come into or go out of a target group."),
        "supersedes": later("Supersedes: keys of earlier decisions, term by term."),
        "exceptions": later("Exceptions: phrases in which a term that is out may stand."),
    },
    "TermException": {
        "term": later("Term: one that a decision puts out."),
        "phrase": later("Phrase: the words in which it may stand."),
        "reason": later("Reason: why it may stand there."),
    },
    "Statute": {
        "text": later("Text: the reference in running text, with its non-breaking spaces."),
        "content": later("Content: what the provision is about, in our own words."),
        "kept": later("Kept: why it stays although nothing refers to it."),
    },
    "Law": {
        "statutes": later("Statutory references: by the key that templates and tasks use."),
    },
    "FrontMatter": {
        "key": later("Key: fixed; never changed."),
        "title": later("Title: the section's heading."),
        "tasks": later("Tasks: only for these; without it, for all."),
        "regions": later("Regions: only for these; without it, for all."),
        "decision": later("Decision: the key of the decision behind the section."),
        "appendix": later("Appendix: true for «Bilag 1» instead of a number."),
        "substance": later(
            "Substance: false for a section where nothing is agreed, such as a log; its changes void no approval."
        ),
    },
    "TitleFact": {
        "label": later("Label: on the left of the title page."),
        "value": later("Value: with {{ … }}, as in a section."),
    },
    "TemplateHead": {
        "title": later("Title: of the agreement, with {{ … }}."),
        "subtitle": later("Subtitle: with {{ … }}."),
        "contents": later("Contents: true if there is a table of contents."),
        "facts": later("Facts: the rows of the title page."),
        "addendum": later("Addendum: the template that amends agreements made from this one."),
    },
    "Fonts": {
        "word": later("Word: a typeface that readers have, such as Calibri."),
        "pdf": later("PDF: the typeface that is embedded, such as Carlito."),
    },
    "Sizes": {
        "body": later("Body: running text."),
        "table": later("Table: text in tables."),
        "small": later("Small: headers and footers."),
        "title": later("Title: on the title page."),
        "subtitle": later("Subtitle: on the title page."),
        "section": later("Section: headings of sections."),
        "subsection": later("Subsection: headings below."),
    },
    "Colours": {
        "text": later("Text: running text."),
        "heading": later("Heading: headings and title."),
        "muted": later("Muted: headers, footers and captions."),
        "rule": later("Rule: lines."),
        "table_header": later("Table header: behind the header of a table."),
        "placeholder": later("Placeholder: behind a fact that is missing."),
        "placeholder_text": later("Placeholder's text: the words of a fact that is missing."),
    },
    "Margins": {
        "top": later("Top: 5 to 80 mm."),
        "bottom": later("Bottom: 5 to 80 mm."),
        "left": later("Left: 5 to 80 mm."),
        "right": later("Right: 5 to 80 mm."),
    },
    "Style": {
        "fonts": later("Fonts: for Word and PDF."),
        "sizes": later("Sizes: in points."),
        "colours": later("Colours: as RRGGBB in quotation marks."),
        "margins": later("Margins: in millimetres."),
        "logo": later("Logo: a PNG file beside this one, or null."),
        "logo_text": later("Logo's text: what it shows, for those who cannot see it."),
        "word_file": later(
            "Word file: a region's own .docx beside this one, whose styles, header, footer and margins Word documents take; or null."
        ),
    },
}
"""Each model's own fields."""

EXAMPLES: Mapping[str, Mapping[str, tuple[object, ...]]] = {
    "Municipality": {
        "name": ("Norddjurs",),
        "official_name": ("Norddjurs Kommune",),
        "code": ("707",),
        "cvr": ("29189986",),
        "region": ("midtjylland",),
        "website": ("norddjurs.dk",),
        "signatories": (["Borgmester", "Kommunaldirektør"],),
    },
    "Budget": {
        "fixed_annual": (
            "4_422_000",
            "null",
        ),
        "price_level": ("2026-pl",),
        "source": ("sag 25/678 (Norddjurs)",),
    },
    "Address": {
        "street": ("Torvet 3",),
        "postal_code": ("8500",),
        "city": ("Grenaa",),
    },
    "Approval": {
        "body": ("Kommunalbestyrelsen",),
        "date": ("2026-03-17",),
        "edition": ("V20260319",),
        "wording": ("Godkendt",),
    },
    "Deviation": {
        "section": ("oekonomi",),
        "block": ("serviceniveau",),
        "agreed_by": ("Styregruppen",),
        "agreed_on": ("2026-03-01",),
    },
    "Bundle": {
        "edition": ("V20260319",),
        "edition_date": ("2026-03-19",),
        "enters_into_force": ("2027-01-01",),
    },
    "Annex": {
        "municipality": ("norddjurs",),
        "task": ("patientrettet-forebyggelse",),
        "template": ("horisontal-samarbejdsaftale",),
        "letter": ("a",),
        "document_id": ("12718912",),
    },
    "Task": {
        "name": ("akutsygepleje",),
        "unit": ("forløb",),
        "legal_bases": (["sundhedsloven_118_d_1"],),
    },
    "Decision": {
        "date": ("2026-03-18",),
    },
    "Statute": {
        "text": ("sundhedslovens § 118 d, stk. 1",),
    },
    "Deadline": {
        "date": ("2026-04-01",),
    },
    "TitleFact": {
        "label": ("Udgave",),
        "value": ("{{ bundle.edition }}",),
    },
    "Colours": {
        "text": ("1A1A1A",),
    },
    "Style": {
        "logo": ("logo.png",),
    },
    "Region": {
        "valid_from": ("2027-01-01",),
    },
}
"""What may stand there, for fields whose form is not plain from their name."""


def described(model: str, field: str) -> str | None:
    """The words for a field, as «Title: description» in English; None where nobody wrote them."""
    return FIELDS.get(model, {}).get(field) or COMMON.get(field)


NAMES: Mapping[str, str] = {
    "municipality": later("Municipality: the municipality of this annex."),
    "region": later("Region: the other party."),
    "task": later("Task: the task of this annex."),
    "target_group": later("Target group: of the task in this region."),
    "evaluation_years": later("Evaluation: within how many years, in this region."),
    "budget": later("Budget: the municipality's for this task."),
    "local": later("Local facts: the municipality's for this task."),
    "deviations": later("Deviations: the municipality's for this task."),
    "approvals": later("Approvals: the municipality's for this task."),
    "bundle": later("Bundle: the one that this annex belongs to."),
    "annex": later("Annex: this one."),
    "choices": later("Choices: those for the task, then the bundle's."),
    "law": later("Law: statutory references by their key."),
    "decisions": later("Decisions: for the task and the region, up to the edition's date."),
    "signatures": later("Signatures: of both parties; stands alone in a paragraph."),
    "key": later("Key: the name of the file."),
    "where": later("Where: the title of the section that is deviated from."),
}
"""The names of templates that are no fields of a record."""
