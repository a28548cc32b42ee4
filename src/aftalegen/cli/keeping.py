"""What commands keep of the texts that they send out, so that what comes back can be read."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from aftalegen.cli import console
from aftalegen.records.project import Project
from aftalegen.words.faults import AftalegenError
from aftalegen.words.language import _

if TYPE_CHECKING:
    from aftalegen.build.sent_texts import SentText
    from aftalegen.document.nodes import Document


def keep_texts(project: Project, texts: Iterable["SentText | None"]) -> None:
    """Keep texts of Word files before those are written; where that fails, only tell."""
    from aftalegen.build.sent_texts import keep  # not where nothing is made

    try:
        keep(project.folder, [text for text in texts if text])
    except AftalegenError as error:
        console.warning(
            _("the text could not be kept, so release it before you send it: {why}").format(
                why=error.message
            )
        )


def keep_documents(project: Project, documents: Iterable["Document"]) -> None:
    """As `keep_texts`, of documents."""
    from aftalegen.build.sent_texts import text_to_keep

    keep_texts(project, [text_to_keep(project.folder, one) for one in documents])
