"""What is not a Word file that can be read: what it is instead, and what to do about it."""

from aftalegen.words.faults import InputError
from aftalegen.words.language import _, later
from aftalegen.words.package import Unfit
from aftalegen.words.place import Source

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SAVE = later("open it in Word or LibreOffice, and save it as a Word document (.docx)")
_CONVERT = later(
    "open it in Word or LibreOffice, and save it as a Word document (.docx); where LibreOffice is "
    "installed, --convert does it"
)
_KINDS = (
    (b"%PDF-", later("the file is a PDF, in which edits cannot be seen"),
     later("ask for the Word file that the PDF was made of")),
    (b"{\\rtf", later("the file is Rich Text (.rtf), not a Word document"), _CONVERT),
    (b"<!DOCTYPE", later("the file is a web page, not a Word document"), _SAVE),
    (b"<html", later("the file is a web page, not a Word document"), _SAVE),
    (b"<?xml", later("the file is XML, not a Word document"), _SAVE),
)  # fmt: skip
_OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument.text"
_PASSWORD = "EncryptedPackage".encode("utf-16-le")
_HEAD = 4096


def ending_of(data: bytes) -> str:
    """What a file of words that is no Word file is called, by its bytes: ".doc"; nothing else's."""
    if data.startswith(_OLE) and _PASSWORD not in data:
        return ".doc"
    if data[:_HEAD].lstrip().startswith(b"{\\rtf"):
        return ".rtf"
    return ".odt" if _OPEN_DOCUMENT in data[:_HEAD] else ""


def not_a_word_file(data: bytes, name: str) -> None:
    """Refuse what its first bytes show to be something else; says what it is, and what now."""
    told = _told(data, name.replace("\\", "/").rpartition("/")[2].rpartition("!")[2])
    if told is not None:
        rule, message, hint = told
        raise not_read(name, rule, message, hint)


def _told(data: bytes, bare: str) -> tuple[str, str, str] | None:
    rule, head = "returned-not-word", data[:_HEAD].lstrip(b"\xef\xbb\xbf \r\n\t")
    if bare.startswith("~$"):
        message = _("the file is only Word's mark that the document is open")
        return rule, message, _("close the document in Word, and choose the document itself")
    if not data:
        return rule, _("the file is empty"), _("save it out of the e-mail again, or ask for it")
    if data.startswith(_OLE):
        return _from_before_2007(data)
    if bare.lower().endswith(".gdoc") or (head.startswith(b"{") and b"docs.google.com" in head):
        message = _("the file is only a link to a document at Google")
        return rule, message, _("open it there, and download it as a Word document (.docx)")
    if _OPEN_DOCUMENT in head:
        return rule, _("the file is OpenDocument (.odt), not a Word document"), _(_CONVERT)
    for start, message, hint in _KINDS:
        if head.startswith(start):
            return rule, _(message), _(hint)
    if not data.startswith(b"PK"):
        return rule, _("the file is not a Word document"), _("choose the agreement that came back")
    return None


def _from_before_2007(data: bytes) -> tuple[str, str, str]:
    """A password puts a new document into an old kind of file."""
    if _PASSWORD in data:
        message = _("the file is protected by a password")
        hint = _("open it in Word with the password, and save it without one")
        return "returned-protected", message, hint
    if "Workbook".encode("utf-16-le") in data:
        message = _("the file is an old Excel file (.xls)")
        return "returned-not-word", message, _("save it in Excel as .xlsx")
    message = _("the file is an old Word document (.doc)")
    return "returned-not-word", message, _(_CONVERT)


def unfit(reason: Unfit, name: str) -> InputError:
    """What the gate refused, in the words for a Word file that came back."""
    match reason.reason:
        case "entities":
            message = _("{part} in the file declares entities, which no Word file does")
            hint = _("do not use this file; ask where it comes from")
            return not_read(name, "returned-hostile", message.format(part=reason.detail), hint)
        case "too-large":
            message = _("the file is larger, or unpacks to more, than any agreement does")
            hint = _("take pictures out, and save it again")
            return not_read(name, "returned-too-large", message, hint)
        case "protected" | "not-a-package" | "unreadable":
            message = _("the file cannot be read: it is damaged")
            hint = _("open it in Word, which may mend it, and save it again; or ask for it again")
            return not_read(name, "returned-unreadable", message, hint)


def not_read(name: str, rule: str, message: str, hint: str) -> InputError:
    """A fault of a whole file."""
    return InputError(rule, message, Source(name, 1), hint)
