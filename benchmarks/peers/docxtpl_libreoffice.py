"""docxtpl fills the DOCX files, then one start of LibreOffice makes them all PDF.

usage: docxtpl_libreoffice.py PREPARED OUT SOFFICE PROFILE [MUNICIPALITY]
"""

import json
import subprocess
import sys
from pathlib import Path

import yaml
from docxtpl import DocxTemplate
from facts import facts


def main() -> None:
    prepared, out = Path(sys.argv[1]), Path(sys.argv[2])
    soffice, profile = sys.argv[3:5]
    only = sys.argv[5:]
    work = json.loads((prepared / "work.json").read_text(encoding="utf-8"))
    files = []
    for annex in work["annexes"]:
        if only and annex["municipality"] not in only:
            continue
        record = Path(work["project"], "data", "municipalities", f"{annex['municipality']}.yaml")
        known = facts(yaml.load(record.read_text(encoding="utf-8"), yaml.CSafeLoader))
        template = DocxTemplate(prepared / annex["template"])
        template.render(known)
        file = out / f"{annex['file_name']}.docx"
        template.save(file)
        files.append(str(file))
    subprocess.run(
        [
            *(soffice, f"-env:UserInstallation={Path(profile).as_uri()}"),
            *("--headless", "--convert-to", "pdf", "--outdir", str(out), *files),
        ],
        check=True,
        stdout=subprocess.DEVNULL,
    )


main()
