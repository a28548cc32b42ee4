"""Compiled templates, kept from run to run: compiling takes a seventh of building one agreement.

Each is known by its text and by what compiled it, so a changed one is another.
"""

import contextlib
import hashlib
import marshal
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from types import CodeType
from typing import Any, Protocol

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket, bc_magic


class Store(Protocol):
    """Where bytes are kept; they are code, so it must give only what this user put there."""

    def get(self, key: str) -> bytes | None:
        """What is kept under a key."""

    def put(self, key: str, data: bytes) -> None:
        """Keep bytes under a key."""


class CompiledTemplates(BytecodeCache):
    """The code of templates in a store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def get_bucket(self, environment: Any, name: str, filename: str | None, source: str) -> Bucket:
        """A template's code, if it is kept, by all that it is made of."""
        made_of = repr((name, filename, source, environment.choices_in(source)))
        told = self._compiler + made_of.encode("utf-8", "surrogatepass")
        key = hashlib.sha256(told).hexdigest()
        bucket = Bucket(environment, key, key)
        self.load_bytecode(bucket)
        return bucket

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take the code that is kept."""
        if code := self._store.get(bucket.key):
            with contextlib.suppress(ValueError, EOFError, TypeError):
                found = marshal.loads(code)
                bucket.code = found if isinstance(found, CodeType) else None

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template's code."""
        self._store.put(bucket.key, marshal.dumps(bucket.code))

    @cached_property
    def _compiler(self) -> bytes:
        """What compiles: our own code as it is, Jinja, and Python by Jinja's own sign."""
        names = ("environment.py", "choosing.py", "syntax.py")
        own = map(Path(__file__).with_name, names)
        return b"".join((bc_magic, version("jinja2").encode(), *(p.read_bytes() for p in own)))
