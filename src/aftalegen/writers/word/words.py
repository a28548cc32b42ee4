"""The words that a written agreement has of its own, whatever the template says."""

CONTENTS = "Indhold"
APPENDIX = "Bilag"
PAGE, PAGE_OF = "Side ", " af "
