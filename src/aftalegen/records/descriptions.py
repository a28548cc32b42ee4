"""The words for names of templates that are no facts of a record."""

from collections.abc import Mapping

from aftalegen.words.language import later

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
