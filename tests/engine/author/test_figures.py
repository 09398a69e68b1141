"""Pictures of a solution's texts stand in the notebook itself."""

import base64

import pytest

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
