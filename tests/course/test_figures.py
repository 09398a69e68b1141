"""The pictures of this course's notebooks."""

import pytest
from parts import ROOT

FIGURES = sorted((ROOT / "solutions" / "figures").glob("*.svg"))


@pytest.mark.parametrize("path", FIGURES, ids=lambda path: path.stem)
def test_every_picture_of_the_course_has_a_text_alternative_and_is_shown(path):
    """Text alternatives stand in the markdown, and in the picture itself for those who open the file."""
    texts = "".join(solution.read_text() for solution in (ROOT / "solutions").glob("*.py"))
    before, shown, _ = texts.partition(f"](figures/{path.name})")
    assert shown
    assert len(before.rpartition("![")[2]) > 40
    assert "<title>" in path.read_text()
    assert "<desc>" in path.read_text()
