"""Programs for those who develop: catalogue, references, reliability, transcripts."""
