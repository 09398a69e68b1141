"""Why a file can't be graded, for whoever handed it in."""

from __future__ import annotations

from autograder.words.sentence import as_sentence, sentence


class Rejected(Exception):
    """The file can't be graded; a template with its values, or a sentence, says what to do."""

    def __init__(self, template: str, /, **values: object) -> None:
        self.why = sentence(template, **values) if values else as_sentence(template)
        super().__init__(str(self.why))
