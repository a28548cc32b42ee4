"""The fields of a region's Word file, read one by one: a few live on, some become words.

A field is `begin`, its code, `separate`, what it shows, `end`, over as many runs as Word likes; or
one element with its code. A code is a word of ours with its switches, or the field is refused.
"""

import re
from dataclasses import dataclass, field

from aftalegen.words.language import _
from aftalegen.writers.word.marks import TITLE, say_instead
from aftalegen.writers.word.ooxml import Element, qualified
from aftalegen.writers.word.refused import NotAdmitted
from aftalegen.writers.word.styles import HEADINGS

LINK = r"(?:https?://|mailto:|tel:)[^\x00-\x1f\"<>\\]+"
"""An address that a reader follows: of the web, of post, of a telephone."""

_LOOKS = r"\s*\\\*\s*\w+|\s*\\\#\s*(?:\"[0\#.,\s-]*\"|[0\#.,]+)"
_LIVES = re.compile(
    rf"""\s*(?:
    (?:PAGE|NUMPAGES|SECTION|SECTIONPAGES)(?:{_LOOKS})*
    |STYLEREF\s+(?:"(?P<style>[^"\\]+)"|(?P<one>\w+))(?:\s*\\[lnprtw]|{_LOOKS})*
    |HYPERLINK\s+"{LINK}"(?:\s+\\o\s+"[^"\\]*")?
    )\s*""",
    re.VERBOSE | re.IGNORECASE,
)
_BECOMES_WORDS = re.compile(r"\s*(?:DOC(?:PROPERTY|VARIABLE)|HYPERLINK\s+\\l)\s", re.IGNORECASE)
_TITLE = re.compile(rf'\s*(?:DOCPROPERTY\s+"?TITLE"?|TITLE)(?:{_LOOKS})*\s*', re.IGNORECASE)
_NO_VALUE = re.compile(r"\s*(?:Fejl|Error)!")
_SIMPLE, _CHAR, _CODE = qualified("fldSimple"), qualified("fldChar"), qualified("instrText")
_TEXT = qualified("t")
_SHOWN = (_TEXT, *(qualified(name) for name in ("sym", "drawing", "pict")))


@dataclass(slots=True)
class _Field:
    """A field that has begun: the elements that are not what it shows, and its code so far."""

    marks: list[Element]
    code: str = ""
    shows: bool = False
    texts: list[Element] = field(default_factory=list)


def close_fields(root: Element) -> None:
    """Leaves in a part the fields that may live; raises NotAdmitted for others.

    A property of the file becomes the words that it shows: the file it is of is not the one
    that is written.
    """
    begun: list[_Field] = []
    for element in list(root.iter(_SIMPLE, _CHAR, _CODE, *_SHOWN)):
        kind = element.get(qualified("fldCharType")) if element.tag == _CHAR else ""
        if begun and not begun[-1].shows and _is_shown(element, kind):
            raise _refused(f"{begun[-1].code} …")  # a code that is computed from something
        match element.tag, kind:
            case tag, _kind if tag == _SIMPLE:
                code = element.get(qualified("instr"), "")
                if _becomes_words(code):
                    _freeze(code, list(element.iter(_TEXT)))
                    unwrap(element)
            case tag, _kind if tag == _CODE and begun and not begun[-1].shows:
                begun[-1].code += element.text or ""
                begun[-1].marks.append(element)
            case tag, _kind if tag in _SHOWN:
                if begun and tag == _TEXT:
                    begun[-1].texts.append(element)
            case _char, "begin":
                begun.append(_Field([element]))
            case _char, "separate" if begun and not begun[-1].shows:
                begun[-1].shows = True
                begun[-1].marks.append(element)
            case _char, "end" if begun:
                _end(begun.pop(), element)
            case _:
                raise _refused(element.text or str(kind))
    if begun:
        raise _refused(begun[-1].code)


def _is_shown(element: Element, kind: str | None) -> bool:
    is_shown = element.tag in _SHOWN and (element.tag != qualified("t") or element.text)
    return bool(is_shown) or element.tag == _SIMPLE or kind == "begin"


def _end(ended: _Field, last: Element) -> None:
    if _becomes_words(ended.code):
        _freeze(ended.code, ended.texts)
        for mark in (*ended.marks, last):
            parent = mark.getparent()
            assert parent is not None, "a part begins with no field"
            parent.remove(mark)


def _becomes_words(code: str) -> bool:
    """Whether a field becomes what it shows; raises NotAdmitted for one that may not be there."""
    if lives := _LIVES.fullmatch(code):
        style = lives["style"] or lives["one"]
        if style is not None and style.strip().lower() not in HEADINGS:
            hint = _("STYLEREF may name Heading 1, Heading 2 or Title")
            message = _("it has the field «{code}», whose style is in no agreement")
            raise NotAdmitted("word-file-active", message.format(code=_shown(code)), hint)
        return False
    if _BECOMES_WORDS.match(code) or _TITLE.fullmatch(code):
        return True
    raise _refused(code)


def _freeze(code: str, texts: list[Element]) -> None:
    """What a field shows becomes words: its own, but those of the title are the agreement's."""
    if _TITLE.fullmatch(code):
        say_instead(texts, TITLE)
    elif _NO_VALUE.match("".join(text.text or "" for text in texts)):
        message = _("it has the field «{code}», which shows an error").format(code=_shown(code))
        raise NotAdmitted("word-file-active", message, _("write words there instead"))


def unwrap(element: Element) -> None:
    """Leaves what stands in an element in its place."""
    parent = element.getparent()
    assert parent is not None, "a root is never taken away"
    at = parent.index(element)
    parent[at : at + 1] = list(element)


def _refused(code: str) -> NotAdmitted:
    message = _("it has the field «{code}», which may not live in a document")
    message = message.format(code=_shown(code))
    hint = _("write words there; what may live is PAGE, NUMPAGES, SECTIONPAGES, STYLEREF and links")
    return NotAdmitted("word-file-active", message, hint)


def _shown(code: str) -> str:
    return " ".join(code.split())[:60] or "?"
