"""Pictures of a solution's texts stand in the notebook itself."""

import base64

import pytest
from parts import ROOT

from autograder.author.figures import embedded
from autograder.course import UsageError


def test_a_picture_is_put_into_the_text(tmp_path):
    (tmp_path / "figures").mkdir()
    (tmp_path / "figures" / "block.svg").write_bytes(b"<svg/>")
    text = embedded("Look:\n\n![The block: two layers](figures/block.svg)\n", tmp_path)
    assert text.startswith("Look:\n\n![The block: two layers](data:image/svg+xml;base64,")
    assert base64.b64decode(text.partition("base64,")[2].rstrip(")\n")) == b"<svg/>"


def test_other_links_stay_as_they_are(tmp_path):
    text = "[the chapter](https://d2l.ai/figures/a.svg) and ![another](figures/a.png)"
    assert embedded(text, tmp_path) == text


def test_a_missing_picture_is_named(tmp_path):
    with pytest.raises(UsageError, match="block.svg is missing"):
        embedded("![…](figures/block.svg)", tmp_path)


def test_every_picture_of_the_course_has_a_text_alternative_and_is_shown():
    """Text alternatives stand in the markdown, and in the picture itself for those who open the file."""
    texts = "".join(path.read_text() for path in (ROOT / "solutions").glob("*.py"))
    for path in (ROOT / "solutions" / "figures").glob("*.svg"):
        before = texts.partition(f"](figures/{path.name})")[0]
        assert before != texts and len(before.rpartition("![")[2]) > 40, f"no text alternative: {path.name}"
        assert "<title>" in path.read_text() and "<desc>" in path.read_text()
