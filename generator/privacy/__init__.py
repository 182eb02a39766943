"""What a document shows of persons: in full, with masked numbers, or naming nobody.

``modes`` is the door: how a case's texts are shown in each mode. Behind it, ``deidentify`` knows
the persons and places of a case and takes them out of its texts, with

- ``person_names``: the case's names, however they are written; ``name_guesses``: words that may be
  names of others; ``particles``: what follows a name in Korean, and how it follows a role;
- ``numbers``: registration and telephone numbers, e-mail; ``addresses``: what stands below 읍면동;
- ``spans``: stretches of a text that are replaced, or that somebody should look at.
"""
