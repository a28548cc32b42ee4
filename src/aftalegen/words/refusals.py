"""Everything that is refused, in one table; what a check finds stands beside its function.

Each name is told with one sentence that says what is wrong, and by `aftalegen explain` with what
to know about it. `checks.rules` gathers these and the rules of the checks.
"""

from aftalegen.words.faults import INPUT, OUTPUT, USAGE, Layer, Rule
from aftalegen.words.language import later


def _refused(layer: Layer, exit_code: int, story: str, *table: tuple[str, str]) -> tuple[Rule, ...]:
    return tuple(
        Rule(name, layer, "error", says, story, exit_code=exit_code) for name, says in table
    )


_ANNEX = later(
    "The annex cannot be built while this stands. The message says the file, the line and what to "
    "do; other annexes are built and checked all the same."
)

_DATA = _refused(
    "data",
    INPUT,
    _ANNEX,
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
    ("text-cut", later("A comment in a YAML file could be the rest of the value before it.")),
    ("number-grouped", later("The underscores of a number do not stand between thousands.")),
    ("unseen-space", later("A space that YAML takes for a letter cannot be told from one.")),
    ("typographic-quotes", later("A value stands in quotation marks that YAML does not know.")),
    ("folded-list", later("A list in a folded text of a YAML file becomes one line.")),
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
    ("external-annex", later("A file that others made is not what the bundle says of it.")),
    ("file-misnamed", later("A file is not read, because its name ends otherwise than it should.")),
    ("merge-conflict", later("A file has a conflict that git left, and nobody chose.")),
    ("group-missing", later("A group of facts that a template uses is not in the data.")),
    ("not-utf8", later("A file is not in UTF-8.")),
    ("logo-missing", later("The logo's file is not beside the style.")),
    ("logo-not-png", later("The logo is not a PNG file.")),
    ("logo-damaged", later("The logo cannot be shown, or holds far more than a picture.")),
    ("logo-too-large", later("The logo's file is larger than a logo needs.")),
    ("not-a-key", later("A file's name cannot be a key.")),
    ("outside-project", later("A file is a link that leads out of the project.")),
    ("file-name-pattern", later("A pattern of file names cannot be used for an annex.")),
    ("file-name-missing", later("An annex has no file name, and no pattern gives it one.")),
    ("same-file-name", later("Two annexes of a bundle have the same file name.")),
    ("logo-without-text", later("The logo has no words for those who cannot see it.")),
    ("requirement-test", later("The test of a requirement is none, or can never be so.")),
    ("requirement-dates", later("The dates of a requirement contradict one another.")),
    ("requirement-circular", later("A requirement is due after itself.")),
    ("requirement-twice", later("Two requirements of the same agreement have the same key.")),
    ("requirement-place-gone", later("A requirement names what is not there.")),
    ("word-file-missing", later("The house's Word file is not beside the style.")),
    ("word-file-not-docx", later("The house's Word file is not a .docx without macros.")),
    ("word-file-too-large", later("The house's Word file is larger than any that is meant.")),
    ("word-file-unreadable", later("The house's Word file cannot be read.")),
    ("word-file-active", later("The house's Word file has what runs, or is not known.")),
    ("word-file-tracked", later("The house's Word file has tracked changes where it is taken.")),
    ("word-file-mark", later("The house's Word file has braces that are none of our marks.")),
    ("word-file-picture", later("A picture in the house's Word file is damaged or none.")),
    ("word-file-external", later("The house's Word file fetches something from elsewhere.")),
    ("word-file-page", later("The house's Word file is not for A4 pages that stand.")),
    (
        "word-file-edition",
        later("The house's Word file names one edition in its header or footer."),
    ),
    ("annex-gone", later("An annex that is shown is no longer in any bundle.")),
    ("addendum-number", later("The addenda of an agreement are not numbered 1, 2, 3.")),
    ("draft-amended", later("An addendum is asked for to a draft that nobody has signed.")),
)

_MOVED = _refused(
    "data",
    INPUT,
    later(
        "Approvals are moved to the files of their agreements all together, or not at all: "
        "`aftalegen approval --move`. What is read of them is the same before and after."
    ),
    ("approvals-not-moved", later("An agreement's approvals stand where they were before.")),
    ("approvals-of-nothing", later("Approvals stand below a task that no agreement is about.")),
    ("approval-twice", later("An approval stands in its agreement's file and in its old place.")),
)

_PROPOSALS = _refused(
    "data",
    INPUT,
    later(
        "What came back from a party stands in data/proposals/, in the folder of the bundle and of "
        "the edition that it was an answer to, in a file named after the party and the task."
    ),
    ("proposals-file-name", later("A file of proposals is not named after what it is about.")),
    ("proposals-of-nobody", later("A file of proposals is of a party that nobody knows.")),
    ("proposal-by-hand", later("The words of a proposal cannot be changed in one place.")),
    ("workbook-without-proposals", later("A workbook with answers has no column with ids.")),
)

_RECORDED = _refused(
    "commands",
    USAGE,
    later(
        "What a body decided is recorded only where it can be so: `aftalegen approval`. In a "
        "workbook the cell is told, and nothing of it is written while one is refused."
    ),
    ("unknown-outcome", later("What a body is said to have decided is no outcome.")),
    ("remark-missing", later("A decision is said to be with a remark, and not with which.")),
    ("no-such-body", later("A body that is spoken of is none of the parties'.")),
    ("unknown-agreement", later("A name is no agreement's here.")),
    ("several-agreements", later("It is not said which of several agreements is meant.")),
    ("meeting-ahead", later("A body is said to have decided on a day that is ahead.")),
    ("no-meeting-then", later("A body has no ordinary meeting on the day that is said.")),
    ("edition-not-seen", later("A body cannot have decided on the edition on that day.")),
    ("already-recorded", later("Another outcome of the body on that day is recorded.")),
)

_TEMPLATES = _refused(
    "templates",
    INPUT,
    _ANNEX,
    ("section-without-key", later("A section does not begin with its key and title.")),
    ("heading-without-key", later("A heading does not end with a permanent key.")),
    ("no-such-decision", later("A section or a target group names a decision that is not there.")),
    ("duplicate-section", later("Two sections of an annex have the same key.")),
    ("choice-undeclared", later("A choice does not say what can be chosen.")),
    ("choice-texts", later("The texts of a choice are not those of its alternatives.")),
    ("choice-unknown", later("A section brings in a choice that has no texts.")),
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
    ("list-in-paragraph", later("A line in a paragraph would become a list or a page break.")),
    ("markdown-left", later("Signs of Markdown would be printed as they stand.")),
    ("text-without-words", later("A heading, a paragraph or an item has no words.")),
    ("key-twice", later("Two texts of a section have the same key.")),
    ("list-start", later("A list does not begin with 1.")),
    ("date-as-list", later("A date or «1. kvartal» at a line's start would become a list.")),
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

_RENDERING = (
    *_refused(
        "rendering",
        INPUT,
        _ANNEX,
        ("glyph-missing", later("The PDF's font cannot show a character.")),
        ("font-missing", later("The font for PDF is not there.")),
    ),
    *_refused(
        "rendering",
        OUTPUT,
        _ANNEX,
        ("pdf-failed", later("The PDF could not be made.")),
        ("process-stopped", later("A process that built annexes was stopped from outside.")),
    ),
)

_WORKBOOKS = _refused(
    "workbooks",
    INPUT,
    later(
        "Nothing of a workbook is written while one of its cells is refused; all of them are told "
        "at once, each with its sheet and cell. Mend the workbook and import it again: nothing is "
        "guessed and nothing is rounded."
    ),
    ("not-a-workbook", later("A file is not an Excel workbook of the kind .xlsx.")),
    ("workbook-too-large", later("A workbook is larger than any that is meant.")),
    ("workbook-unreadable", later("A workbook cannot be read.")),
    ("workbook-macros", later("A workbook has macros.")),
    ("workbook-hostile", later("A workbook has something that no Excel file has.")),
    ("no-table", later("A workbook has no table with the columns that are needed.")),
    ("column-missing", later("A table lacks a column that it needs.")),
    ("column-twice", later("Several columns of a table could be the same one.")),
    ("row-incomplete", later("A row does not say all that is needed, such as whom it is about.")),
    ("row-twice", later("Two rows say different things of the same budget.")),
    ("municipality-conflict", later("A row has the name of one municipality and another's code.")),
    ("status-conflict", later("A row's status says something else than its amount.")),
    ("unknown-status", later("A cell has a status that budgets do not have.")),
    ("column-hidden", later("The column of the amounts is hidden.")),
    ("amount-merged", later("An amount stands in merged cells, and so in several rows.")),
    ("zero-amount", later("An amount is 0 kr., which may be a link to an empty cell.")),
    ("unit-missing", later("No unit is said, and the amounts could be thousands.")),
    ("unit-conflict", later("Two units are said of the same amounts.")),
    ("level-conflict", later("Two price levels are said of the same amounts.")),
    ("changed-since-import", later("A file was changed after what is taken back was written.")),
    ("unit-unlikely", later("An amount is a thousandfold, or a thousandth, of what stands.")),
    ("formula-without-value", later("A formula has no saved value.")),
    ("cell-error", later("A cell holds one of Excel's errors.")),
    ("negative-amount", later("An amount is below zero.")),
    ("not-whole-kroner", later("An amount is not in whole kroner.")),
    ("text-too-long", later("A text is longer than the data take.")),
    ("cannot-edit", later("A value in the data cannot be changed without touching the rest.")),
    ("file-changed", later("A data file was changed while the workbook was being read.")),
)

_EDITIONS = _refused(
    "editions",
    INPUT,
    later(
        "What was released or handed over is never changed, and every file of it is compared with "
        "its hash before it is used. The message says which file; get it again from where it is "
        "kept, such as version control, or from the person who sent it."
    ),
    ("edition-incomplete", later("An edition cannot be released while facts are missing.")),
    ("changed-since-check", later("What goes out is not what the checks looked at.")),
    ("despite-unreadable", later("The list of rules that were passed cannot be read.")),
    ("edition-changed", later("A file of an edition was changed or removed after the release.")),
    ("edition-renamed", later("An edition's folder holds another edition than its name says.")),
    ("not-an-edition", later("A folder is not an edition as `aftalegen release` makes them.")),
    ("newer-format", later("A file was made by a newer version of aftalegen.")),
    ("same-annex", later("Two annexes of a bundle are of the same agreement.")),
    ("no-bundle", later("There is no bundle where one was named.")),
    ("not-a-bundle", later("A folder or zip file is not a bundle that aftalegen made.")),
    ("not-a-zip", later("A file cannot be read as a zip file.")),
    ("hostile-zip", later("A zip file could do harm where it is unpacked.")),
    ("not-as-issued", later("What is to be signed is not as it was issued.")),
    ("chain-broken", later("An edition before this one was exchanged, or is gone.")),
    ("not-a-document", later("A JSON file is not a document of aftalegen.")),
    ("json-syntax", later("A file is not valid JSON.")),
    ("too-deep", later("A JSON file has too many levels.")),
    ("unknown-node", later("A document in JSON has a part that cannot stand where it does.")),
)

_RETURNED = _refused(
    "returned",
    INPUT,
    later(
        "A file that came back is only read, and nothing is written of one that is refused; others "
        "that came with it are told all the same. Where the edits are lost in it, as in a PDF, ask "
        "for the Word file they were made in."
    ),
    ("returned-not-word", later("A file that came back is not a Word document.")),
    ("returned-not-converted", later("LibreOffice made no Word document of a file.")),
    ("returned-protected", later("A file that came back is protected by a password.")),
    ("returned-hostile", later("A file that came back has something that no Word file has.")),
    ("returned-too-large", later("A file that came back is larger than any agreement.")),
    ("returned-unreadable", later("A file that came back is damaged.")),
    ("returned-nothing", later("There is no file where some should have come back.")),
    ("returned-not-ours", later("A file that came back is none of this project's agreements.")),
    ("returned-unconfirmed", later("A file does not say which agreement it is, and may be one.")),
    ("minutes-without-table", later("A workbook has no table of what bodies said.")),
    ("minutes-row", later("A row of what bodies said cannot be taken in.")),
    ("returned-base-gone", later("The text that was edited in a file is not at hand.")),
)

_COMMANDS = _refused(
    "commands",
    USAGE,
    later(
        "The command was not run: it asks for something that is not there, or for two things that "
        "do not go together. The message names the nearest words; `--help` after a command says "
        "what it takes."
    ),
    ("usage", later("A command is not written as it must be.")),
    ("unknown-who", later("A name is neither a municipality's nor a bundle's.")),
    ("unknown-municipality", later("A name is no municipality's here.")),
    ("not-a-body-of-the-party", later("A body is none of the party's.")),
    ("meeting-before-edition", later("A meeting is before the edition that it is to hear about.")),
    ("unknown-task", later("A name is no task's here.")),
    ("unknown-region", later("A name is no region's here.")),
    ("unknown-bundle", later("A name is no bundle's here.")),
    ("unknown-sheet", later("A workbook has no sheet of that name.")),
    ("unknown-column", later("No table of a workbook has the column that was asked for.")),
    ("unknown-unit", later("A unit is not one that amounts are counted in.")),
    ("nothing-to-pass", later("A reason is given to pass a check that is not asked.")),
    ("nothing-asked", later("A command is not told what to do.")),
    ("workbook-missing", later("An import names no workbook.")),
    ("nothing-to-undo", later("Nothing was written that could be taken back.")),
    ("unknown-format", later("A format is not one that the command can write.")),
    ("unknown-proposal", later("An id is that of no proposal.")),
    ("verdict-lacks", later("A proposal is to be decided, and it is not said by whom or how.")),
    ("unknown-state", later("A state is not one that a proposal can have.")),
    ("unknown-output", later("A report is not one that the command can write.")),
    ("unknown-rule", later("A name is neither a rule's nor a layer's.")),
    ("never-passed", later("A rule is passed that no reason lets through.")),
    ("despite-without-reason", later("A rule is passed without a reason.")),
    ("unknown-what", later("A name is neither a rule's nor a municipality's.")),
    ("unknown-requirement-set", later("A name is no set's of requirements here.")),
    ("unknown-language", later("A language is not one that the program speaks.")),
    ("unknown-shell", later("A shell is not one that the program can complete words for.")),
    ("unknown-reference-municipality", later("The municipality to compare with is not there.")),
    ("no-project", later("There is no project in the folder, nor in those above it.")),
    ("nothing-selected", later("No annex fits what was asked for.")),
    ("nothing-released", later("No edition has been released that could be compared with.")),
    ("no-such-edition", later("An edition has not been released.")),
    ("not-an-edition-name", later("An edition's name is not V and a date.")),
    ("another-edition", later("The bundle is at another edition than the one to be released.")),
    ("two-texts-named", later("A text is compared with one other, and several are named.")),
    ("annex-not-in-edition", later("An agreement was not in the edition.")),
    ("format-and-ending", later("The format and the ending of a name say different things.")),
    ("format-without-marks", later("A format cannot show changes.")),
    ("folder-not-empty", later("A new project cannot be laid in a folder with files in it.")),
    ("port-in-use", later("Another program uses the port of the preview.")),
    ("not-an-anchor", later("An anchor is not at least sixteen of the signs 0 to 9 and a to f.")),
    ("key-in-project", later("A key to sign with lies in a project.")),
    ("no-signing-key", later("There is no key to sign with where one was named.")),
    ("no-signers", later("There is no list of those who may sign where one was named.")),
)

_OUTPUTS = _refused(
    "outputs",
    OUTPUT,
    later(
        "A file is written whole or not at all, so what stood there before is as it was. Mend what "
        "the message says, and run the command again."
    ),
    ("not-written", later("A file could not be written.")),
    ("not-told", later("The results could not be told.")),
    ("too-little-left", later("The system has too little memory or too few file handles left.")),
    ("system-refuses", later("The system says no to a file that is to be read or written.")),
    ("leads-out", later("A link leads out of the folder or the project that it lies in.")),
    ("not-an-output", later("A place is named where no output can be put.")),
    ("folder-in-use", later("Another run writes in the folder.")),
    (
        "not-ours",
        later("What stands there is not this bundle as it was issued, and it stays."),
    ),
    ("changed-meanwhile", later("Somebody changed a file between its reading and its writing.")),
    ("journal-unreadable", later("What a stopped run wanted to write cannot be understood.")),
    ("edition-exists", later("The edition has been released, and is never changed.")),
    ("not-signed", later("A signature could not be made.")),
    ("no-ssh-keygen", later("Signatures need ssh-keygen, which is not there.")),
    ("strangers-project", later("The project that was found is another user's.")),
    ("ascii-file-names", later("Python cannot write file names with Danish letters here.")),
    ("package-missing", later("A package that the program cannot do without is not installed.")),
)

REFUSALS = (
    *_DATA,
    *_MOVED,
    *_PROPOSALS,
    *_RECORDED,
    *_TEMPLATES,
    *_RENDERING,
    *_WORKBOOKS,
    *_EDITIONS,
    *_RETURNED,
    *_COMMANDS,
    *_OUTPUTS,
)
"""What is refused, by whatever room of the program."""
