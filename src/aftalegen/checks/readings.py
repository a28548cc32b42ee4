"""What the templates of a project name, in all their branches."""

import contextlib
from functools import lru_cache

from aftalegen.checks.subject import ProjectUnderCheck
from aftalegen.template.analysis import Named, Reading, template_reading
from aftalegen.template.folder import Template
from aftalegen.words.faults import AftalegenError, Fault, did_you_mean


@lru_cache(maxsize=2)
def readings(project: ProjectUnderCheck) -> tuple[tuple[str, Template, Reading], ...]:
    """What each template that can be read names, in all its branches."""
    found = []
    for key in project.templates.names:
        with contextlib.suppress(AftalegenError):  # told by `unreadable`
            template = project.templates.read(key)
            found.append((key, template, template_reading(project.templates, key)))
    return tuple(found)


def all_are_known(project: ProjectUnderCheck) -> bool:
    """Whether every template was read: only then is it known what none of them uses."""
    read = readings(project)
    unread = len(read) < len(project.templates.names) or bool(project.unreadable)
    return not unread and not any(reading.faults for _key, _template, reading in read)


def at_the_word(project: ProjectUnderCheck, named: Named, message: str) -> Fault:
    """A remark at the word itself, with the nearest ones."""
    return Fault(
        message,
        project.exact(named.source, named.name, most=12),
        did_you_mean(named.name, named.known),
        len(named.name),
    )
