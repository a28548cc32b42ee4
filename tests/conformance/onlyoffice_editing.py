"""A person who edits in ONLYOFFICE, played by its Document Builder: run where that is installed.

    python onlyoffice_editing.py ORDERS.json

An order is a file, the file to save it as, and a list of edits (tests/conformance/constructs.py).
"""

import json
import sys
from pathlib import Path

import docbuilder

EDITS = """
var told = "";
var text = Api.GetDocument();
function last(words) {
  var found = text.Search(words, true);
  if (!found.length) throw words + " is not in the document";
  return found[found.length - 1];
}
function paragraph(words) { return last(words).GetAllParagraphs()[0]; }
function cell(words) { return paragraph(words).GetParentTableCell(); }
function by(words) { text.MoveCursorToPos(last(words).GetEndPos()); }
var edits = {
  replace: function (old, other) { last(old).Select(); text.EnterText(other); },
  insert: function (after, words) { last(after).AddText(words, "after"); },
  delete: function (words) { last(words).Delete(); },
  bold: function (words) { last(words).SetBold(true); },
  paragraph: function (before, words) { paragraph(before).InsertParagraph(words, "before", true); },
  remove: function (words) { paragraph(words).Delete(); },
  split: function (after) { by(after); text.InsertParagraphBreak(); },
  join: function (words) {
    var one = paragraph(words), next = one.GetNext();
    text.GetRange(one.GetRange().GetEndPos() - 1, next.GetRange().GetStartPos()).Delete();
  },
  move: function (words, before) {
    var one = paragraph(words), said = one.GetText().trim();
    paragraph(before).InsertParagraph(said, "before", true);
    one.Delete();
  },
  row: function (after, first, second) {
    var one = cell(after), table = one.GetParentTable();
    table.AddRow(one, false);
    var row = one.GetRowIndex() + 1;
    table.GetCell(row, 0).AddText(first);
    table.GetCell(row, 1).AddText(second);
  },
  unrow: function (words) { var one = cell(words); one.GetParentTable().RemoveRow(one); },
  column: function (after, words) {
    var one = cell(after), table = one.GetParentTable();
    table.AddColumn(one, false);
    table.GetCell(one.GetRowIndex(), one.GetIndex() + 1).AddText(words);
  },
  uncolumn: function (words) { var one = cell(words); one.GetParentTable().RemoveColumn(one); },
  merge: function (words) {
    var row = cell(words).GetParentRow();
    row.GetParentTable().MergeCells([row.GetCell(0), row.GetCell(1)]);
  },
  comment: function (words, said) { last(words).AddComment(said, "Jurist", "1"); },
  reply: function (words, said, answer) {
    last(words).AddComment(said, "Jurist", "1").AddReply(answer, "Jurist", "1");
  },
  resolved: function (words, said) { last(words).AddComment(said, "Jurist", "1").SetSolved(true); },
  undo: function (after, words) {
    text.SetTrackRevisions(true);
    last(after).AddText(words, "after");
    last(words).Delete();
  },
  accept: function () { text.AcceptAllRevisionChanges(); },
  flatten: function () { text.ClearAllFields(); },
};
function edit(how, kind, words) {
  text.SetTrackRevisions(how == "tracked");
  edits[kind].apply(null, words);
}
"""
"""The edits in JavaScript: those that are tracked, and those that are not."""


def main(orders: str) -> None:
    for file, out, edits in json.loads(Path(orders).read_text(encoding="utf-8")):
        edited(file, out, edits)


def edited(file: str, out: str, edits: list[list[str]]) -> None:
    builder = docbuilder.CDocBuilder()
    builder.OpenFile(file, "")
    if edits:
        calls = "".join(
            f"edit({json.dumps(how)}, {json.dumps(kind)}, {json.dumps(words)});\n"
            for how, kind, *words in edits
        )
        builder.ExecuteCommand(f"{EDITS}\ntry {{ {calls} }} catch (e) {{ told = String(e); }}")
        if told := builder.GetContext().GetGlobal()["told"].ToString():
            raise RuntimeError(f"{edits}: {told}")
    builder.SaveFile("docx", out)
    builder.CloseFile()


if __name__ == "__main__":
    main(*sys.argv[1:])
