"""The peers, each a script that runs as a whole process and imports nothing of aftalegen."""
