"""Rendering: every annex is built in every format, in memory, and its errors are findings.

The readers of data and templates, the filling and the writers refuse what they cannot use, each
error under a name of its own. They are told here once, so that they can be explained.
"""

from aftalegen.checks.finding import Layer, Rule
from aftalegen.words.language import later

_DATA: tuple[tuple[str, str], ...] = (
    ("unknown-key", later("A key in a YAML file is not one that the record has.")),
    ("missing-key", later("A key that the record must have is not in the file.")),
    ("wrong-type", later("A value is of another kind than the key takes.")),
    ("wrong-form", later("A value does not have the form that the key takes.")),
    ("wrong-value", later("A value is not one that the key takes.")),
    ("not-allowed", later("A value is not in the list of allowed ones.")),
    ("not-a-date", later("A date is not written as 2026-03-19.")),
    ("not-an-amount", later("An amount is not in whole kroner.")),
    ("ambiguous-amount", later("An amount can be read in two ways, such as 4.422.")),
    ("file-name", later("A file name cannot be used on every computer.")),
    ("not-a-mapping", later("A file does not consist of keys and values.")),
    ("no-such-record", later("A file that is referred to is not there.")),
    ("task-without-facts", later("An annex is of a task for which the municipality has nothing.")),
    ("duplicate-key", later("A key is in a file twice; the second would hide the first.")),
    ("leading-zero", later("A number has a leading zero, which other programs read as octal.")),
    ("yaml-syntax", later("A file is not valid YAML.")),
    ("yaml-alias", later("YAML aliases are not used here.")),
    ("yaml-documents", later("A file holds more than one YAML document.")),
    ("yaml-key", later("A key in a YAML file is not a plain word.")),
    ("yaml-merge", later("YAML merge keys are not used here.")),
    ("yaml-tag", later("YAML tags are not used here.")),
    ("yaml-depth", later("A YAML file has too many levels.")),
    ("control-character", later("A file has a character that no text can have.")),
    ("file-too-large", later("A file is larger than any that is meant.")),
    ("file-unreadable", later("A file of the project cannot be read.")),
    ("not-utf8", later("A file is not in UTF-8.")),
    ("logo-missing", later("The logo's file is not beside the style.")),
    ("logo-not-png", later("The logo is not a PNG file.")),
    ("logo-too-large", later("The logo's file is larger than a logo needs.")),
    ("not-a-key", later("A file's name cannot be a key.")),
    ("outside-project", later("A file is a link that leads out of the project.")),
    ("same-file-name", later("Two annexes of a bundle have the same file name.")),
    ("logo-without-text", later("The logo has no words for those who cannot see it.")),
    ("word-file-missing", later("The house's Word file is not beside the style.")),
    ("word-file-not-docx", later("The house's Word file is not a .docx without macros.")),
    ("word-file-too-large", later("The house's Word file is larger than any that is meant.")),
    ("word-file-unreadable", later("The house's Word file cannot be read.")),
    ("word-file-active", later("The house's Word file has something that runs.")),
    ("word-file-external", later("The house's Word file fetches something from elsewhere.")),
    ("word-file-page", later("The house's Word file is not for A4 pages that stand.")),
    (
        "word-file-edition",
        later("The house's Word file names one edition in its header or footer."),
    ),
    ("addendum-number", later("The addenda of an agreement are not numbered 1, 2, 3.")),
)

_TEMPLATES: tuple[tuple[str, str], ...] = (
    ("section-without-key", later("A section does not begin with its key and title.")),
    ("heading-without-key", later("A heading does not end with a permanent key.")),
    ("no-such-decision", later("A section or a target group names a decision that is not there.")),
    ("duplicate-section", later("Two sections of an annex have the same key.")),
    ("unknown-reference", later("A reference is to a section that the annex does not have.")),
    ("unknown-name", later("A template uses a name that templates do not have.")),
    ("template-syntax", later("A template cannot be read.")),
    ("template-value", later("A template does something with a value that it cannot do.")),
    ("template-recursion", later("A template includes itself.")),
    ("template-budget", later("A template does more than any agreement needs.")),
    ("include-not-found", later("A file that a template includes is not there.")),
    ("no-such-template", later("An annex is of a template that is not there.")),
    ("markdown-outside-subset", later("A text has Markdown that cannot be used.")),
    ("caption-without-table", later("A caption stands without its table.")),
    ("table-without-caption", later("A table has no caption.")),
    ("table-cells", later("A row has more cells than the table's header.")),
    ("list-start", later("A list does not begin with 1.")),
    ("date-as-list", later("A date at the start of a line would become a list.")),
    ("signatures-not-alone", later("The signatures do not stand alone in their paragraph.")),
    ("deviation-hits-nothing", later("A deviation is from a text that is not there.")),
    ("deviation-base-changed", later("The text has changed since a deviation from it was agreed.")),
    ("deviation-without-base-hash", later("A deviation does not say which text it was from.")),
    ("deviation-breaks-reference", later("A deviation removes what other text refers to.")),
    ("deviation-twice", later("Two deviations are of the same text.")),
    ("deviation-with-heading", later("A deviation has a heading where none can stand.")),
    ("deviation-with-template-code", later("A deviation's text has template code in it.")),
    ("deviation-with-text", later("A deviation that omits has a text.")),
    ("deviation-without-text", later("A deviation has no text.")),
    ("deviation-not-an-item", later("A deviation of a list's item is something else.")),
)

_RENDERING: tuple[tuple[str, str], ...] = (
    ("glyph-missing", later("The PDF's font cannot show a character.")),
    ("font-missing", later("The font for PDF is not there.")),
    ("pdf-failed", later("The PDF could not be made.")),
    ("process-stopped", later("A process that built annexes was stopped from outside.")),
)

_STORY = later(
    "The annex cannot be built while this stands. The message says the file, the line and what to "
    "do; other annexes are built and checked all the same."
)


def _rules(layer: Layer, table: tuple[tuple[str, str], ...]) -> tuple[Rule, ...]:
    return tuple(Rule(name, layer, "error", says, _STORY) for name, says in table)


REFUSALS = (
    *_rules("data", _DATA),
    *_rules("templates", _TEMPLATES),
    *_rules("rendering", _RENDERING),
)
"""What is refused before a rule can look at it."""

UNKNOWN = Rule("error", "rendering", "error", later("Something is wrong."), _STORY)
"""For an error whose name is not in the table."""
