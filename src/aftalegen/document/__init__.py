"""The model of an agreement, and all that makes a Document of Documents."""
