"""`init` makes a course and `new` an assignment: whole, at once proved, and never over what is there."""

import json
import re
import shutil

import msgspec
import pytest
import yaml
from parts import ROOT

from autograder.author import release, scaffold
from autograder.author.verify import verify
from autograder.course import ORDER, Assignment, Course, CourseFile, Exercise, Gradescope, UsageError
from autograder.limits import Limits


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A new course, not to be changed."""
    folder = tmp_path_factory.mktemp("made") / "deep-learning"
    scaffold.init(folder, "")
    return Course.load(folder)


@pytest.fixture
def fresh(made, tmp_path):
    """A copy of it."""
    shutil.copytree(made.root, tmp_path / "course")
    return Course.load(tmp_path / "course")


def test_a_new_course_is_proved_at_once(made, capsys):
    assert verify(made, list(made.assignments), 1, 1) == 0
    assert "15 kept answers (4 right, 11 wrong)" in capsys.readouterr().out


def test_its_title_is_the_folders_name(made):
    assert made.title == "Deep learning"


@pytest.mark.parametrize("title", ['Say "Deep" \\ Learning', "Tiefes Lernen: größer", "深度学习"])
def test_a_title_may_be_any_line(tmp_path, title):
    scaffold.init(tmp_path, title)
    assert Course.load(tmp_path).title == title
    assert json.loads((tmp_path / ".devcontainer/devcontainer.json").read_text())["name"] == title


@pytest.mark.parametrize("title", ["two\nlines", "\x1b[31m"])
def test_a_title_is_a_line(tmp_path, title):
    with pytest.raises(UsageError, match="--title"):
        scaffold.init(tmp_path / "course", title)
    assert not (tmp_path / "course").exists()


def uncommented(text):
    """course.toml with the keys that stand behind a # as well."""
    return re.sub(r"^# (\w+ = )", r"\1", text, flags=re.MULTILINE)


def test_each_key_is_shown(made):
    """Of the course, its limits, an assignment, an exercise, and Gradescope."""
    order = msgspec.toml.decode(uncommented((made.root / ORDER).read_text()))
    (assignment,) = order["assignments"]
    assert set(order) == set(CourseFile.__struct_fields__)
    assert set(order["limits"]) == set(Limits.__struct_fields__)
    # without `late`, whose default is that there is none: it is shown in words
    assert set(assignment) | {"late"} == set(Assignment.__struct_fields__)
    assert set(assignment["exercises"][0]) == set(Exercise.__struct_fields__)
    assert set(assignment["gradescope"]) == set(Gradescope.__struct_fields__)


def test_what_is_shown_is_the_default(made, fresh):
    """Also of what stands behind a #."""
    (fresh.root / ORDER).write_text(uncommented((fresh.root / ORDER).read_text()))
    assert Course.load(fresh.root).assignments == made.assignments
    assert made.limits == Limits()


def test_no_word_is_left_to_be_filled_in(made):
    texts = [path for path in made.root.rglob("*") if path.is_file() and path.suffix != ".pyc"]
    assert [path for path in texts if re.search(r"@[A-Z_]+@", path.read_text())] == []


def test_its_workflow_and_its_container_can_be_read(made):
    workflow = yaml.safe_load((made.root / ".github/workflows/verify.yml").read_text())
    assert [step["run"] for step in workflow["jobs"]["verify"]["steps"] if "autograder verify" in step.get("run", "")]
    assert "postCreateCommand" in json.loads((made.root / ".devcontainer/devcontainer.json").read_text())


def test_a_file_of_the_instructors_is_kept(tmp_path):
    """Whoever begins with a repository has a README and a .gitignore."""
    (tmp_path / "README.md").write_text("mine")
    _, kept = scaffold.init(tmp_path, "A course")
    assert kept == [tmp_path / "README.md"]
    assert (tmp_path / "README.md").read_text() == "mine"


@pytest.mark.parametrize("obstacle", ["assignments/mine.ipynb", "tests/graders/test_first_steps.py"])
def test_no_work_is_written_over(tmp_path, obstacle):
    """Nothing at all is written then."""
    (tmp_path / obstacle).parent.mkdir(parents=True)
    (tmp_path / obstacle).write_text("mine")
    with pytest.raises(UsageError, match="is there already"):
        scaffold.init(tmp_path, "A course")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [tmp_path / obstacle]


def test_no_course_is_made_within_another(fresh):
    with pytest.raises(UsageError, match="lies in the course"):
        scaffold.init(fresh.root / "another", "Another")
    assert not (fresh.root / "another").exists()


@pytest.fixture
def leading_out(tmp_path):
    """A folder in which tests/ is a link to a folder outside."""
    (tmp_path / "outside").mkdir()
    (tmp_path / "course" / "solutions").mkdir(parents=True)
    (tmp_path / "course" / "tests").symlink_to(tmp_path / "outside")
    return tmp_path / "course"


def test_init_writes_nothing_outside(leading_out):
    with pytest.raises(UsageError, match="leads out of the course"):
        scaffold.init(leading_out, "A course")
    assert list((leading_out.parent / "outside").iterdir()) == []


def test_new_writes_nothing_outside(leading_out):
    (leading_out / ORDER).write_text("title = 'A course'")
    with pytest.raises(UsageError, match="leads out of the course"):
        scaffold.scaffold(Course.load(leading_out), "x")
    assert list((leading_out.parent / "outside").iterdir()) == []


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match=r"file/.*can't be written"):
        scaffold.init(tmp_path / "file", "A course")


def test_new_assignments_are_proved_at_once(fresh, capsys):
    """One after the other, in a course whose list was empty."""
    (fresh.root / ORDER).write_text("title = 'A course'\nassignments = []\n")
    shutil.rmtree(fresh.root / "assignments")
    for name in ("dropout", "linear_layer"):
        scaffold.scaffold(Course.load(fresh.root), name)
    course = Course.load(fresh.root)
    assert list(course.assignments) == ["dropout", "linear_layer"]
    release.release(course)
    assert verify(course, list(course.assignments), 1, 1) == 0
    assert "4 kept answers (2 right, 2 wrong)" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["first_steps", "Not-a-name", "../x", "", "1st"])
def test_a_name_that_is_taken_or_none(fresh, name):
    before = (fresh.root / ORDER).read_bytes()
    with pytest.raises(UsageError):
        scaffold.scaffold(fresh, name)
    assert (fresh.root / ORDER).read_bytes() == before


def test_the_templates_follow_the_projects_own_rules():
    """A solution and a grader that this project would take."""
    import subprocess
    import sys

    folder = ROOT / "autograder/author/templates/course"
    for kind in ("solutions", "tests/graders"):
        for path in (folder / kind).glob("*.py.txt"):
            stdin_name = f"{kind}/{path.name.removesuffix('.txt')}"
            command = [sys.executable, "-m", "ruff", "check", "--stdin-filename", stdin_name, "-"]
            done = subprocess.run(command, cwd=ROOT, input=path.read_text(), capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stdout
