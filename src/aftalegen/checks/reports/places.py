"""Where a finding stands, as programs outside of the project are told."""

from aftalegen.words.place import Source


def path_of(source: Source, prefix: str) -> str:
    """The file as it is found from the working folder, with forward slashes."""
    return f"{prefix}/{source.file}" if prefix else source.file
