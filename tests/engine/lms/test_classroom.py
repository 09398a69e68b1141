"""GitHub Classroom's folders."""

import pytest
from hand_ins import FULL, HALF, files_of, found, laid, reasons

from autograder.course import UsageError


@pytest.mark.parametrize("prefix", ["halley", "Halley", "halley-s-method-damping-and-restarts"])
def test_folders(tmp_path, prefix):
    """The assignment's name or title, and the user's name, which may hold hyphens; version control is passed over."""
    files = {f"{prefix}-alee/halley.ipynb": FULL, f"{prefix}-bo-kim/hw/x.ipynb": HALF, f"{prefix}-alee/.git/HEAD": "ref", f"{prefix}-alee/README.md": "#"}
    hand_in = found(laid(tmp_path, files))
    assert hand_in.platform == "classroom"
    assert hand_in.texts == {"alee": FULL, "bo-kim": HALF}
    assert reasons(hand_in)[f"{prefix}-alee/.git"] == "version control"


def test_as_gh_clones_it(tmp_path):
    """In a folder of its own."""
    files = {f"halley-submissions/halley-{name}/halley.ipynb": FULL for name in ("ann", "bob", "cyd")}
    assert set(files_of(found(laid(tmp_path, files)))) == {"ann", "bob", "cyd"}


def test_a_prefix_of_another_name(tmp_path):
    """Names with hyphens are names, unless somebody says that these are a classroom's."""
    files = {f"hw3-{name}/x.ipynb": FULL for name in ("ann-lee", "bob", "cyd")}
    laid(tmp_path, files)
    assert set(files_of(found(tmp_path))) == {"hw3-ann-lee", "hw3-bob", "hw3-cyd"}
    assert set(files_of(found(tmp_path, "classroom"))) == {"ann-lee", "bob", "cyd"}
    with pytest.raises(UsageError, match="no name in it is one of Moodle's"):
        found(tmp_path, "moodle")
