"""`new` adds to course.toml what it says, and leaves alone what is there."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.author import order_file
from autograder.course import UsageError

ENTRY = {"name": "dropout", "title": "Dropout", "exercises": [{"name": "mask", "points": 2}, {"name": "drop", "points": 1}]}


def added(tmp_path, text):
    path = tmp_path / "course.toml"
    path.write_bytes(text.encode())
    edited = order_file.with_assignment(path, "dropout", "Dropout", {"mask": 2, "drop": 1})
    assert path.read_bytes() == text.encode(), "writing is the caller's"
    return edited


ORDERS = {
    "no assignments": 'title = "A course"\n',
    "an empty list": 'title = "A course"\nassignments = []  # none yet\n\n[limits]\nfiles = 3\n',
    "a table": 'title = "A course"\n\n[[assignments]]  # the first\nname = "x"\ntitle = "X"\nexercises = []\n',
    "limits behind the tables": 'title = "A"\n[[assignments]]\nname = "x"\ntitle = "X"\nexercises = []\n[limits]\nfiles = 3\n',
    "a list of inline tables": 'title = "A"\nassignments = [{name = "x", title = "X", exercises = []}]  # in a line\n',
    "no end of the last line": 'title = "A course"',
    "the ends of Windows": 'title = "A course"\r\n# a comment\r\n[limits]\r\nfiles = 3\r\n',
}


@pytest.mark.parametrize("text", ORDERS.values(), ids=ORDERS)
def test_the_assignment_stands_behind_the_others(text, tmp_path):
    before = msgspec.toml.decode(text)
    after = msgspec.toml.decode(added(tmp_path, text))
    assert after["assignments"] == [*before.get("assignments", []), ENTRY]


@pytest.mark.parametrize("text", ORDERS.values(), ids=ORDERS)
def test_nothing_else_changes(text, tmp_path):
    before = msgspec.toml.decode(text)
    after = msgspec.toml.decode(added(tmp_path, text))
    assert {**after, "assignments": 0} == {**before, "assignments": 0}


@pytest.mark.parametrize("text", ORDERS.values(), ids=ORDERS)
def test_each_comment_is_kept(text, tmp_path):
    edited = added(tmp_path, text)
    assert [line for line in text.split("#")[1:] if line.splitlines()[0] not in edited] == []


def test_the_ends_of_lines_are_kept(tmp_path):
    edited = added(tmp_path, ORDERS["the ends of Windows"])
    assert edited.count("\n") == edited.count("\r\n")


COMMENTS = st.text(st.characters(exclude_categories=("C",)), max_size=12)
SPACES = st.sampled_from(["", "\n", "\n\n", "  # why\n"])


@given(comment=COMMENTS, space=SPACES, titles=st.lists(st.text(st.characters(exclude_categories=("C",)), max_size=9), max_size=3))
def test_whatever_comments_and_titles_there_are(tmp_path_factory, comment, space, titles):
    text = f"# {comment}\ntitle = 'A'{space or chr(10)}"
    for number, title in enumerate(titles):
        text += f"[[assignments]] # {comment}\nname = 'n{number}'{space or chr(10)}title = {msgspec.json.encode(title).decode()}\nexercises = []\n"
    edited = added(tmp_path_factory.mktemp("order"), text)
    assert edited.startswith(text)
    assert msgspec.toml.decode(edited)["assignments"][-1] == ENTRY


def test_what_cannot_be_edited_is_left_to_a_person(tmp_path):
    """A file that the library can't read, in a line that says what to do."""
    with pytest.raises(UsageError, match="by hand"):
        added(tmp_path, 'title = "A course"\ntitle = "again"\n')
