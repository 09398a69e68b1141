"""Blackboard's names, and the texts that it adds."""

from hand_ins import FULL, HALF, both_ways, files_of, reasons


def text(name, user):
    return f"Name: {name} ({user})\nAssignment: Halley\nDate Submitted: Tuesday, November 24, 2026 11:23:00 PM\n\nFiles:\n"


def named(title, user, time, own=""):
    return f"{title}_{user}_attempt_2026-11-{time}" + (f"_{own}" if own else ".txt")


def test_a_class(tmp_path):
    """The user's name is the key; the newest attempt counts with all of its files; the texts tell the full names."""
    files = {
        named("Halley's method", "alee", "24-10-00-00", "halley.ipynb"): FULL,
        named("Halley's method", "alee", "24-10-00-00"): text("Ann Lee", "alee"),
        named("Halley's method", "bkim", "24-10-00-00", "halley.ipynb"): FULL,
        named("Halley's method", "bkim", "24-10-00-00"): text("Bo Kim", "bkim"),
        named("Halley's method", "bkim", "25-09-00-00", "helper.py"): "import os",
        named("Halley's method", "bkim", "25-09-00-00", "again.ipynb"): HALF,
        named("Halley's method", "bkim", "25-09-00-00"): text("Bo Kim", "bkim"),
        named("Halley's method", "cyd", "25-09-00-00"): text("Cyd", "cyd"),
    }
    hand_in = both_ways(tmp_path, files)
    assert hand_in.platform == "blackboard"
    assert files_of(hand_in) == {
        "alee": named("Halley's method", "alee", "24-10-00-00", "halley.ipynb"),
        "bkim": named("Halley's method", "bkim", "25-09-00-00", "again.ipynb"),
    }
    assert [one.name for one in hand_in.submissions] == ["Ann Lee", "Bo Kim", "Cyd"]
    assert hand_in.submissions[1].note.startswith("the newest of 2 attempts; of 2 files the one that attempts most exercises, and not ")
    assert "no notebook" in hand_in.submissions[2].fault
    assert "an earlier attempt" in reasons(hand_in)[named("Halley's method", "bkim", "24-10-00-00", "halley.ipynb")]


def test_underscores_in_titles_and_names(tmp_path):
    """The texts tell where the title ends; without them, what all have in common."""
    files = {named("HW_1", "jane_doe", "24-10-00-00", "a.ipynb"): FULL, named("HW_1", "jane_doe", "24-10-00-00"): text("Jane", "jane_doe"), named("HW_1", "bo_kim", "24-10-00-01", "b.ipynb"): FULL}
    assert set(files_of(both_ways(tmp_path / "1", files))) == {"jane_doe", "bo_kim"}
    without = {named("HW_1", "jane_doe", "24-10-00-00", "a.ipynb"): FULL, named("HW_1", "bo_kim", "24-10-00-01", "b.ipynb"): FULL}
    assert set(files_of(both_ways(tmp_path / "2", without))) == {"jane_doe", "bo_kim"}
    alone = {named("Lab_2_3", "alee", "24-10-00-00", "my_file_1_2.ipynb"): FULL}
    assert set(files_of(both_ways(tmp_path / "3", alone))) == {"alee"}


def test_a_text_that_lies(tmp_path):
    """A name in brackets that is not the file's makes nobody anybody else."""
    files = {named("HW", "eve", "24-10-00-00", "a.ipynb"): FULL, named("HW", "eve", "24-10-00-00"): text("Eve", "ann"), named("HW", "ann", "24-10-00-00", "a.ipynb"): HALF}
    hand_in = both_ways(tmp_path, files)
    assert hand_in.texts == {"eve": FULL, "ann": HALF}
