"""What a text, a key and a file's name may hold is one answer, whoever reads, writes or shows."""

import json

import pytest

from aftalegen.words.alphabet import is_file_name, is_key, is_way, json_text, shown

STEERING = ("\x1b[2J", "\x9b2J", "\x07", "\r", "\u202e", "\u200b", "\ue000", "\ud800")


@pytest.mark.parametrize("sign", STEERING)
def test_what_steers_a_terminal_is_not_shown_and_all_else_is(sign: str) -> None:
    told = shown(f"æ {sign}ø\n\tå\u00a0–")

    assert sign[0] not in told
    assert told.startswith("æ ·")
    assert told.endswith("ø\n\tå\u00a0–")


@pytest.mark.parametrize("sign", [*STEERING, "\U000f0000"])
def test_json_says_the_same_and_shows_nothing_that_steers(sign: str) -> None:
    said = json_text({"å": [f"æ{sign}"]})

    assert json.loads(said) == {"å": [f"æ{sign}"]}
    assert shown(said) == said
    assert "æ" in said


@pytest.mark.parametrize(
    "name",
    ["../x", "/x", "x/../y", "x//y", "./x", "x/", "", "a\\b", "C:/x", "a:stream", "CON", "aux.txt",
     "x/com1.docx", "lpt¹", "conin$", "x.", "x ", "x./y", "a\x1b", "a\u202e", "a\ue000", "a?b", "å" * 128],
)  # fmt: skip
def test_a_name_that_leads_out_or_is_no_name_on_some_system_is_none(name: str) -> None:
    assert not is_way(name)
    assert not is_file_name(name)


def test_names_as_people_write_them_are_names() -> None:
    for name in (
        "Bilag 2 - Ringkøbing-Skjern.docx",
        "a/b/Aftale (2).pdf",
        ".DS_Store",
        "~$lag.docx",
    ):
        assert is_way(name)
    assert is_file_name("Bilag 1a_Udkast Sorø V20260224")
    assert not is_file_name(".skjult")
    assert not is_file_name("~$lag")


def test_a_key_is_small_letters_digits_and_hyphens() -> None:
    assert is_key("ringkoebing-skjern")
    for name in ("Con", "con", "a b", "$(touch x)", "`x`", "a--b", "-a", "å", "a\n", ""):
        assert not is_key(name)
