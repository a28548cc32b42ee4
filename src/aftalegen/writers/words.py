"""The words that a written agreement has of its own, whatever the template says."""

CONTENTS = "Indhold"
SIGN_HERE = "Dato og underskrift"
"""Above a signature line."""
PAGE, PAGE_OF = "Side ", " af "
