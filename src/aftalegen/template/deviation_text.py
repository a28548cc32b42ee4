"""The text of a deviation as blocks: Markdown, in which a section's reference is all that runs."""

import re

from aftalegen.document.nodes import Block, CrossRef
from aftalegen.template.markdown import markdown_blocks
from aftalegen.template.marks import mark
from aftalegen.words.faults import InputError
from aftalegen.words.language import _
from aftalegen.words.place import Source

_REFERENCE = re.compile(r"""\{\{\s*ref\(\s*(["'])([a-z0-9-]+)\1\s*\)\s*\}\}""")


def deviation_blocks(text: str, place: Source) -> tuple[Block, ...]:
    """A deviation's text as blocks: Markdown, in which {{ ref("key") }} is all that runs."""
    references: list[CrossRef] = []

    def referred(found: "re.Match[str]") -> str:
        references.append(CrossRef(found[2]))
        return mark(len(references) - 1)

    body = _REFERENCE.sub(referred, text)
    if "{{" in body or "{%" in body:
        message = _("the deviation's text has template code in it, and only ref() runs there")
        hint = _('write the words themselves; a section is named by {{ ref("key") }}')
        raise InputError("deviation-with-template-code", message, place, hint)
    return markdown_blocks(body, (place,) * (body.count("\n") + 1), references)
