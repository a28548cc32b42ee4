"""The command line: app.py, console.py (all printing), one small file a command."""

import gc

# Nearly all that is made lives to the end: looking through it for garbage took a tenth of the
# time of one agreement, of which importing the command line is the first.
gc.set_threshold(500_000)
