"""`make conformance`: every annex before every judge. One line a judge, then its findings."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.conformance.judges import main

if __name__ == "__main__":
    sys.exit(main())
