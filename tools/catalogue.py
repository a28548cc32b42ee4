"""Finds the messages in the code, keeps the Danish catalogue in step, and compiles it.

Run by `make messages`. Translations are written by hand in the .po file.
"""

import ast
import io
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from aftalegen.words.fact import words_of

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "aftalegen"
PO = SOURCE / "locale" / "da" / "LC_MESSAGES" / "aftalegen.po"
MO = PO.with_suffix(".mo")
KEYWORDS = {"_": None, "later": None, "fact": None, "optional": None, "plural": (1, 2)}
HEADER = "# The Danish messages of aftalegen: translate here, then run `make messages`."


def found_messages() -> set[str | tuple[str, ...]]:
    """Every message in the code, plurals as pairs."""
    rows = extract_from_dir(SOURCE, [("**.py", "python")], keywords=KEYWORDS)
    return (
        words_of_records()
        | words_of_commands()
        | {
            message if isinstance(message, str) else tuple(message)
            for _f, _l, message, _c, _x in rows
        }
    )


def words_of_records() -> set[str]:
    """The words of each kind of record: the first paragraph of its docstring."""
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in SOURCE.rglob("*.py"))
    records = [
        node for tree in trees for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and "Record" in map(ast.unparse, node.bases)
    ]  # fmt: skip
    return {words_of(ast.get_docstring(record)) for record in records}


DECLARING = ("option", "argument", "flag")
"""The functions by which a command says what it takes; see `cli.declaring`."""


def words_of_commands() -> set[str]:
    """The words of what the commands take: those that are passed as they stand."""
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in (SOURCE / "cli").glob("*.py"))
    return {
        word.value
        for tree in trees
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in DECLARING
        for word in call.args[1 if call.func.id == "flag" else 0 : 2]
        if isinstance(word, ast.Constant)
    }


def catalogue_text() -> bytes:
    """The .po as it should stand: every message of the code, with the translations there are."""
    old = read_po(io.BytesIO(PO.read_bytes()), locale="da")
    # A fixed date: the same messages give the same file.
    made = datetime(2026, 1, 1, tzinfo=UTC)
    new = Catalog(
        "da", header_comment=HEADER, project="aftalegen", version="1", copyright_holder="-",
        msgid_bugs_address="-", creation_date=made, revision_date=made, fuzzy=False,
    )  # fmt: skip
    new.mime_headers = [("Language", "da"), ("Plural-Forms", "nplurals=2; plural=(n != 1);"),
                        ("MIME-Version", "1.0"), ("Content-Type", "text/plain; charset=utf-8"),
                        ("Content-Transfer-Encoding", "8bit")]  # fmt: skip
    for message in sorted(found_messages(), key=str):
        known = old.get(message if isinstance(message, str) else message[0])
        new.add(message, known.string if known else None)
    text = io.BytesIO()
    write_po(text, new, width=100, sort_output=True)
    return text.getvalue()


def compiled(po: bytes) -> bytes:
    """The .mo of a .po."""
    mo = io.BytesIO()
    write_mo(mo, read_po(io.BytesIO(po), locale="da"))
    return mo.getvalue()


if __name__ == "__main__":
    po = catalogue_text()
    PO.write_bytes(po)
    MO.write_bytes(compiled(po))
    empty = [m.id for m in read_po(io.BytesIO(po), locale="da") if m.id and not all(
        m.string if isinstance(m.string, tuple) else (m.string,))]  # fmt: skip
    print(f"{len(found_messages())} messages, {len(empty)} without Danish: {empty}")
