"""The command line: app.py, console.py (all printing), one small file a command."""

import gc

# Nearly all that is made lives to the end, from the first import on: looking through it for
# garbage took a tenth of the time of one agreement.
gc.set_threshold(500_000)
