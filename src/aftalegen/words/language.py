"""The language of messages: English in the code, Danish to the person, English on request.

`_("…")` looks a message up in the catalogue of the language in force. Rule
names, JSON keys and the agreements themselves are never translated.
"""

import gettext
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

DEFAULT = "da"
LANGUAGES = ("da", "en")
_LOCALE = Path(__file__).parents[1] / "locale"

_translation: gettext.NullTranslations | None = None
_chosen = DEFAULT


def use_language(language: str | None) -> None:
    """Choose the language of messages; `None` asks AFTALEGEN_LANG, then Danish."""
    global _chosen, _translation
    chosen = language or os.environ.get("AFTALEGEN_LANG") or DEFAULT
    if chosen not in LANGUAGES:
        chosen = DEFAULT
    _chosen = chosen
    _translation = gettext.translation(
        "aftalegen", _LOCALE, languages=[chosen], fallback=chosen == "en"
    )


def language_in_force() -> str:
    """The language that messages are in now, for a process that is to speak the same."""
    if _translation is None:
        use_language(None)
    return _chosen


@contextmanager
def in_danish() -> Iterator[None]:
    """What documents and records say is Danish, whatever language the terminal speaks."""
    spoken = language_in_force()
    use_language("da")
    try:
        yield
    finally:
        use_language(spoken)


def in_both(message: str) -> frozenset[str]:
    """A message in English and in Danish, in small letters: what a person may have written."""
    with in_danish():
        return frozenset((message.casefold(), _(message).casefold()))


def _(message: str) -> str:
    """The message in the language in force."""
    if _translation is None:
        use_language(None)
    assert _translation is not None
    return _translation.gettext(message)


def later(message: str) -> str:
    """Marks a message for the catalogue that is looked up with `_` where it is used."""
    return message


def plural(one: str, many: str, count: int) -> str:
    """The message for this count: `plural("{n} file", "{n} files", 2)` -> '2 filer'."""
    if _translation is None:
        use_language(None)
    assert _translation is not None
    return _translation.ngettext(one, many, count).format(n=count)


def decimal(value: float, places: int) -> str:
    """A decimal number as the language in force writes it: 0.42 -> '0,42' in Danish."""
    return f"{value:.{places}f}".replace(".", _("decimal point").replace("decimal point", "."))
