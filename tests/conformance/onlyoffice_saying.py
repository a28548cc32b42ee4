"""What ONLYOFFICE says of Word files, by its Document Builder: run where that is installed.

    python onlyoffice_saying.py ANSWER.json ACTION FILE [ACTION FILE]…

ACTION is accept, reject, contents (brought up to date) or show. The answer has the words of every
paragraph of each file in turn, those of headers and footers first.
"""

import json
import sys
from pathlib import Path

import docbuilder

SAID = """
var said = "";
try {
  var text = Api.GetDocument();
  text.SetTrackRevisions(false);
  if ("ACTION" == "accept") text.AcceptAllRevisionChanges();
  if ("ACTION" == "reject") text.RejectAllRevisionChanges();
  if ("ACTION" == "contents") text.UpdateAllTOC(false);
  said = JSON.stringify(text.GetAllParagraphs().map(function (one) { return one.GetText(); }));
} catch (e) { said = JSON.stringify({ fault: String(e) }); }
"""


def main(answer: str, *asked: str) -> None:
    found = [lines(action, file) for action, file in zip(asked[::2], asked[1::2], strict=True)]
    Path(answer).write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")


def lines(action: str, file: str) -> list[str]:
    builder = docbuilder.CDocBuilder()
    if builder.OpenFile(file, ""):
        raise RuntimeError(f"ONLYOFFICE did not open {file}")
    builder.ExecuteCommand(SAID.replace("ACTION", action))
    said = json.loads(builder.GetContext().GetGlobal()["said"].ToString())
    builder.CloseFile()
    if isinstance(said, dict):
        raise RuntimeError(f"{action} {file}: {said['fault']}")
    return said


if __name__ == "__main__":
    main(*sys.argv[1:])
