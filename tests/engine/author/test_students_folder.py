"""What students get in a folder of its own: some assignments or all, an instructor's changes kept, nothing else hurt."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from autograder import cli
from autograder.author.release import release, stale
from autograder.author.students_folder import RECORD, difference, hand_out, record_of
from autograder.course import Course, UsageError

NAMES = ["outcomes", "kinds"]
NOTEBOOK = "kinds/kinds.ipynb"


@pytest.fixture
def to(course, tmp_path):
    hand_out(course, NAMES, tmp_path / "to")
    return tmp_path / "to"


def files_in(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_one_assignment_comes_alone(course, tmp_path):
    hand_out(course, ["kinds"], tmp_path / "to")
    assert {path.name for path in (tmp_path / "to").iterdir()} == {"kinds", "README.md", ".gitignore", ".devcontainer", RECORD}


def test_the_readme_lists_what_is_there(course, tmp_path):
    hand_out(course, ["kinds"], tmp_path / "to")
    assert "outcomes" not in (tmp_path / "to" / "README.md").read_text()


def test_what_comes_later_joins_it(course, tmp_path):
    for name in NAMES:
        hand_out(course, [name], tmp_path / "one by one")
    hand_out(course, NAMES, tmp_path / "at once")
    assert files_in(tmp_path / "one by one") == files_in(tmp_path / "at once")


def test_a_second_time_nothing_is_written(course, to):
    assert hand_out(course, NAMES, to).written == 0


def test_what_the_course_has_changed_is_renewed(own_course, to):
    solution = own_course.solution("kinds")
    solution.write_text(solution.read_text() + "\n# %% [markdown]\n# A new paragraph.\n")
    hand_out(own_course, NAMES, to)
    assert "A new paragraph." in (to / NOTEBOOK).read_text()


def test_what_was_changed_there_stays(course, to):
    (to / NOTEBOOK).write_text("mine")
    hand_out(course, NAMES, to)
    assert (to / NOTEBOOK).read_text() == "mine"


def test_it_stays_also_where_the_course_has_changed(own_course, to):
    (to / NOTEBOOK).write_text("mine")
    solution = own_course.solution("kinds")
    solution.write_text(solution.read_text() + "\n# %% [markdown]\n# A new paragraph.\n")
    for _ in range(2):
        hand_out(own_course, NAMES, to)
    assert (to / NOTEBOOK).read_text() == "mine"


def test_it_is_said_which_cell_differs(course, to):
    path = to / NOTEBOOK
    notebook = json.loads(path.read_text())
    notebook["cells"][0]["source"] = ["# Mine"]
    path.write_text(json.dumps(notebook))
    (sentence,) = hand_out(course, NAMES, to).stays
    assert sentence == f"{path} was changed there, and stays (cell 1 differs; --force overwrites it)"


def test_force_overwrites_it(course, to, tmp_path):
    (to / NOTEBOOK).write_text("mine")
    (to / "kinds" / "compare.py").unlink()
    hand_out(course, NAMES, to, overwrite=True)
    hand_out(course, NAMES, tmp_path / "another")
    assert files_in(to) == files_in(tmp_path / "another")


def test_what_was_removed_there_stays_away(course, to):
    (to / "README.md").unlink()
    (sentence,) = hand_out(course, NAMES, to).stays
    assert (sentence.partition(" (")[0], (to / "README.md").exists()) == (f"{to}/README.md was removed there, and stays so", False)


def test_what_was_put_there_stays(course, to):
    (to / "syllabus.md").write_text("mine")
    hand_out(course, NAMES, to, overwrite=True)
    assert (to / "syllabus.md").read_text() == "mine"


def with_a_file(course):
    """The course with a file for students, and what takes that back."""
    path = course.root / "solutions" / "course.toml"
    text = path.read_text()
    (course.root / "solutions" / "extra.txt").write_text("data")
    path.write_text(text.replace('name = "kinds"\n', 'name = "kinds"\nfiles = ["extra.txt"]\n', 1))
    return Course.load(course.root), lambda: path.write_text(text)


@pytest.mark.parametrize("content", ["data", "mine"])
def test_what_the_course_has_no_more_goes_unless_it_was_changed(own_course, tmp_path, content):
    course, take_back = with_a_file(own_course)
    hand_out(course, NAMES, tmp_path / "to")
    (tmp_path / "to" / "kinds" / "extra.txt").write_text(content)
    take_back()
    hand_out(Course.load(course.root), NAMES, tmp_path / "to")
    assert (tmp_path / "to" / "kinds" / "extra.txt").exists() is (content == "mine")


def test_a_release_of_before_there_was_a_record_is_taken_over(course, to):
    before = files_in(to)
    (to / RECORD).unlink()
    hand_out(course, NAMES, to)
    assert files_in(to) == before


@pytest.mark.parametrize("name", ["notes.txt", ".bashrc", "kinds/kinds.ipynb"])
def test_a_folder_of_something_else_is_refused(course, tmp_path, name):
    path = tmp_path / "to" / name
    path.parent.mkdir(parents=True)
    path.write_text("{}")
    with pytest.raises(UsageError, match="is not empty, and no release of this course: name a new"):
        hand_out(course, NAMES, tmp_path / "to", overwrite=True)
    assert files_in(tmp_path / "to") == {name: b"{}"}


def test_the_root_is_refused(course):
    with pytest.raises(UsageError, match="/ is no folder for students: name a new one"):
        record_of(course, Path("/"))


@pytest.mark.parametrize("part", ["", "assignments", "assignments/kinds", "solutions", "tests/new"])
def test_the_courses_own_folders_are_refused(own_course, part):
    before = files_in(own_course.root)
    with pytest.raises(UsageError, match="name a new one"):
        hand_out(own_course, NAMES, own_course.root / part)
    assert files_in(own_course.root) == before


def test_another_courses_release_is_refused(course, to):
    (to / RECORD).write_text('{"course": "Another", "files": {}}')
    with pytest.raises(UsageError, match="a release of 'Another', not of"):
        record_of(course, to)


def test_a_record_that_cannot_be_read_is_refused(course, to):
    (to / RECORD).write_text("{")
    with pytest.raises(UsageError, match=r"\.release\.json can't be read"):
        record_of(course, to)


def test_a_record_leads_to_nothing_outside(course, to):
    (to.parent / "precious").write_text("")
    record = json.loads((to / RECORD).read_text())
    record["files"]["kinds/../../precious"] = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    (to / RECORD).write_text(json.dumps(record))
    hand_out(course, NAMES, to)
    assert (to.parent / "precious").exists()


def test_a_new_repository_is_no_obstacle(course, tmp_path):
    (tmp_path / "to" / ".git").mkdir(parents=True)
    assert hand_out(course, NAMES, tmp_path / "to").written > 0


@pytest.mark.parametrize(
    ("name", "present", "content", "words"),
    [
        ("a.py", b"1\n2\n3\n", b"1\n2\n4\n", "line 3 differs"),
        ("a.py", b"1\n", b"1\n2\n", "line 2 differs"),
        ("a.py", b"0\n0\n0\n", b"1\n2\n3\n", "lines 1, 2, 3 differ"),
        ("a.py", b"0\n" * 9, b"1\n" * 9, "lines 1, 2, 3, 4, 5 and 4 more differ"),
        ("a.png", b"\x00\x01", b"\x00", "2 bytes in place of 1"),
        ("a.ipynb", b"mine", b"{}", "line 1 differs"),
        ("a.py", b"1\r\n", b"1\n", "its text is the same; only outputs or metadata differ"),
    ],
)
def test_where_two_versions_differ(name, present, content, words):
    assert difference(name, present, content) == words


# --- which assignments -------------------------------------------------------------------------------------------------


def test_one_assignment_leaves_the_others_as_they_are(own_course):
    for name in NAMES:
        own_course.solution(name).write_text(own_course.solution(name).read_text() + "\n# %% [markdown]\n# News.\n")
    release(own_course, ["kinds"])
    assert stale(own_course) == ["outcomes/outcomes.ipynb"]


def test_one_assignment_does_not_wait_for_another_that_is_unfinished(own_course):
    own_course.solution("outcomes").write_text("# %%\nimport torch\n")
    assert stale(own_course, names=["kinds"]) == []


def dated(course, **dates):
    path = course.root / "solutions" / "course.toml"
    text = path.read_text()
    for name, date in dates.items():
        text = text.replace(f'name = "{name}"\n', f'name = "{name}"\nrelease = {date}\n', 1)
    path.write_text(text)
    return Course.load(course.root)


@pytest.mark.parametrize(
    ("date", "is_due"),
    [
        ("2026-11-02T00:00:00Z", True),
        ("2026-11-02T12:00:00+00:00", True),
        ("2026-11-02T12:00:01Z", False),
        ("2026-11-03T00:00:00+13:00", True),
        ('"2026-11-03 08:00 UTC"', False),
    ],
)
def test_whose_time_has_come(own_course, date, is_due):
    course = dated(own_course, kinds=date)
    names = course.names_to_release(datetime(2026, 11, 2, 12, tzinfo=UTC))
    assert ("kinds" in names) is is_due


def test_without_a_date_an_assignment_may_be_released(course):
    assert course.names_to_release(datetime.now(UTC)) == NAMES


def test_a_date_that_names_no_zone(own_course):
    with pytest.raises(UsageError, match=r"course.toml:\d+: kinds: release: 2026-11-02 00:00 has no time zone: expected release = "):
        dated(own_course, kinds="2026-11-02")


def run(monkeypatch, capfd, *arguments):
    monkeypatch.setattr("sys.argv", ["autograder", *map(str, arguments)])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    output = capfd.readouterr()
    return ended.value.code or 0, output.out + output.err


def test_due_ones_by_command(own_course, tmp_path, monkeypatch, capfd):
    course = dated(own_course, kinds="2999-11-02T00:00:00Z")
    status, said = run(monkeypatch, capfd, "release", "--due", "--to", tmp_path / "to", "--course", course.root)
    assert (status, (tmp_path / "to" / "kinds").exists(), said.splitlines()[0]) == (0, False, "kinds: not before 2 November 2999, 00:00 UTC")


def test_one_by_command(own_course, tmp_path, monkeypatch, capfd):
    run(monkeypatch, capfd, "release", "kinds", "--to", tmp_path / "to", "--course", own_course.root)
    assert {path.name for path in (tmp_path / "to").iterdir() if path.is_dir()} == {"kinds", ".devcontainer"}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nothing"], "no assignment 'nothing'"),
        (["kinds", "--due"], "not both"),
        (["--force"], "--force is about the folder of --to"),
        (["--to", "/"], "/ is no folder for students"),
    ],
)
def test_wrong_usage(own_course, monkeypatch, capfd, arguments, words):
    status, said = run(monkeypatch, capfd, "release", *arguments, "--course", own_course.root)
    assert (status, words in said, len(said.splitlines())) == (2, True, 1)
