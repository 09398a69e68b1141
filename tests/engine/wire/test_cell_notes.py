"""Notes of cells: what the sandbox writes by a template, the grader's side reads by it."""

import pytest

from autograder.remote.faults import note_in_words
from autograder.wire import cell_notes

VALUES = {"code": "`!ls`", "magic": "%%bash", "cell": "2", "name": "triple", "counted": "1", "why": cell_notes.KEEPS_NOTHING}


@pytest.mark.parametrize("template", cell_notes.NOTES)
def test_a_note_of_ours_is_known(template):
    note = template.format_map(VALUES)
    assert (note_in_words(note), note_in_words(note).said.template) == (note, template)


@pytest.mark.parametrize("text", ["", "is not run while grading", "cell 2 binds `a` again; what is graded is your `b` of cell 1"])
def test_any_other_text_is_a_value(text):
    assert note_in_words(text).said.template == "{note}"
