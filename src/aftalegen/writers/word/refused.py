"""What is refused of a region's Word file, on its way to the one who knows the file's name."""


class NotAdmitted(Exception):
    """What may not be taken from a region's Word file: the rule, and the reason in words."""

    def __init__(self, rule: str, reason: str, hint: str | None = None) -> None:
        super().__init__(rule, reason)
        self.rule, self.reason, self.hint = rule, reason, hint
