"""Whether the records of an annex fit together: what deviations and decisions name is there."""

from aftalegen.records.project import Project
from aftalegen.template.facts import AnnexFacts
from aftalegen.template.fill import Templates
from aftalegen.words.faults import Errors, InputError, did_you_mean
from aftalegen.words.language import _


def check_deviations(templates: Templates, facts: AnnexFacts) -> None:
    """A deviation from a template that is not there hits nothing."""
    municipality, task = facts.municipality, facts.task.key
    names = templates.names
    errors = []
    for index, deviation in enumerate(municipality.record.tasks[task].deviations):
        if deviation.template not in names:
            path = ("tasks", task, "deviations", index, "template")
            message = _("the deviation hits nothing: there is no template «{key}»")
            errors.append(
                InputError(
                    "deviation-hits-nothing",
                    message.format(key=deviation.template),
                    municipality.written.place(path),
                    did_you_mean(deviation.template, names),
                )
            )
    if errors:
        raise Errors(errors)


def check_decisions(
    project: Project, templates: Templates, template: str, facts: AnnexFacts
) -> None:
    """The decisions that sections and the task's target groups name must be there."""
    known = [decision.key for decision in project.decisions]
    task = facts.task
    named = [
        (section.head.decision, section.decision_source)
        for section in templates.read(template).sections
    ]
    named += [
        (group.decision, task.written.place(("target_group", region, "decision")))
        for region, group in task.record.target_group.items()
    ]
    message = _("there is no decision «{key}» in data/decisions/")
    errors = [
        InputError("no-such-decision", message.format(key=key), place, did_you_mean(key, known))
        for key, place in named
        if key is not None and key not in known
    ]
    if errors:
        raise Errors(errors)
