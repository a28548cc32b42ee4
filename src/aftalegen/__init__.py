"""aftalegen: regenerates agreements from facts, and shows what changed."""

__version__ = "0.1.0"
