"""The command line: app.py, console.py (all printing), one small file a command."""
