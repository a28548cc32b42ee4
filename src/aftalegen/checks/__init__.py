"""What can be wrong with an annex, one plain function a rule.

The layers, in the order of a value's life: `data`, `templates`, `rendering`, `meaning`,
`finished`, `completeness`. `RULES` in `rules.py` is all of them.
"""
