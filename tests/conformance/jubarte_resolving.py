"""jubarte-redlines accepts and rejects every change: run where it is installed.

    python jubarte_resolving.py FILE …

Beside each FILE.docx it writes FILE.accepted.docx and FILE.rejected.docx.
"""

import sys
from pathlib import Path

import jubarte_redlines


def main(*files: str) -> None:
    for file in map(Path, files):
        docx = file.read_bytes()
        accepted = jubarte_redlines.accept_revisions(docx)
        rejected = jubarte_redlines.reject_revisions(docx)
        file.with_suffix(".accepted.docx").write_bytes(accepted)
        file.with_suffix(".rejected.docx").write_bytes(rejected)


if __name__ == "__main__":
    main(*sys.argv[1:])
