"""`python -m aftalegen`."""

from aftalegen.cli.app import run

run()
