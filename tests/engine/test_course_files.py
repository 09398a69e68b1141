"""What lies beside a grader, and what students get beside a notebook: it goes wherever these go, and scores depend on it."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from autograder import course_files, packing
from autograder.author.leaks import leaks
from autograder.author.release import build, notebook, release
from autograder.author.students_folder import hand_out
from autograder.batch.changes import parts_of
from autograder.course import Course, UsageError
from autograder.grading import fingerprint
from autograder.grading.surroundings import in_place
from autograder.platforms.gradescope import package
from autograder.workers.orders import Order, Terms
from autograder.workers.pool import Pool

ORDER = """
title = "One"

[[assignments]]
name = "one"
title = "One"
exercises = [{ name = "twice", points = 2 }]
"""
SOLUTION = '# %%\nimport torch\n\n# %% exercise="twice"\ndef twice(x):\n    """Twice x."""\n    return 2 * x\n'
GRADER = '''
"""With a fixture and a module from beside it."""

from pathlib import Path

from shapes import square

from autograder.graders import exercise, same


@exercise("twice", public=True)
def test_twice(student):
    """Twice a number."""
    same(student.twice(2), 4)


@exercise("twice")
def test_twice_of_a_matrix(student, reference, side, randn):
    """Twice a matrix."""
    X = randn(*square(side))
    same(student.twice(X), reference.twice(X), "twice(x)")


@exercise("twice")
def test_twice_of_a_kept_number(student):
    """Twice a number from a file."""
    number = int((Path(__file__).parent / "data" / "number.txt").read_text())
    same(student.twice(number), 2 * number)
'''
BESIDE = {
    "tests/graders/conftest.py": "import pytest\n\n@pytest.fixture\ndef side():\n    return 3\n",
    "tests/graders/shapes.py": "def square(side):\n    return (side, side)\n",
    "tests/graders/data/number.txt": "21",
}
ELSEWHERE = {
    "tests/graders/test_other.py": "",
    "tests/graders/__pycache__/shapes.pyc": "",
    "tests/graders/.hidden": "",
}


@pytest.fixture
def one(tmp_path):
    texts = {"solutions/course.toml": ORDER, "solutions/one.py": SOLUTION, "tests/graders/test_one.py": GRADER}
    for name, text in (texts | BESIDE | ELSEWHERE).items():
        path = tmp_path / "one" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return Course.load(tmp_path / "one")


def score(root, folder, source="def twice(x):\n    return x + x"):
    cells = [{"cell_type": "code", "source": source, "metadata": {}}]
    (folder / "ann.ipynb").write_text(json.dumps({"nbformat": 4, "metadata": {}, "cells": cells}))
    with Pool(Terms(course=str(root)), 1) as pool:
        report = pool.grade_one(Order("one", str(folder / "ann.ipynb"), "ann", 1))
    return report.score, report.reason


def test_what_lies_beside_a_grader(one):
    names = {str(path.relative_to(one.root)) for path in one.beside_grader("one")}
    assert names == set(BESIDE)


def test_a_right_answer_earns_all_where_the_course_was_unpacked(one, tmp_path):
    with packing.unpacked_course(packing.course_tar(one, "one")) as unpacked:
        assert score(unpacked.root, tmp_path) == (2, None)


def test_gradescopes_archive_has_it(one):
    contents = package._contents(one, "one", "")
    assert {contents[name][0].decode() for name in BESIDE} == set(BESIDE.values())


@pytest.mark.parametrize("name", BESIDE)
def test_a_change_of_it_is_a_change_of_the_fingerprint(one, name):
    before = fingerprint.of_course(one, "one", "secret")
    (one.root / name).write_text("# another")
    assert fingerprint.of_course(one, "one", "secret") != before


@pytest.mark.parametrize("name", BESIDE)
def test_a_change_of_it_is_a_change_of_the_grader(one, name):
    before = parts_of(one, "one", "")["grader"]
    (one.root / name).write_text("# another")
    assert parts_of(one, "one", "")["grader"] != before


@pytest.mark.parametrize("name", ELSEWHERE)
def test_what_is_no_part_of_it_changes_nothing(one, name):
    before = fingerprint.of_course(one, "one", "secret")
    (one.root / name).write_text("# another")
    assert fingerprint.of_course(one, "one", "secret") == before


# --- files that students get -------------------------------------------------------------------------------------------

GIVEN_ORDER = ORDER + 'files = ["data", "help*.py"]\n'
GIVEN_SOLUTION = """# %%
from helping import numbers_in
import torch

MEANS = numbers_in("data/means.csv")

# %% exercise="twice"
def twice(x):
    \"\"\"Twice x.\"\"\"
    return x * numbers_in("data/means.csv")[0]
"""
GIVEN_GRADER = '''
"""A helper that students have, in the grader as well."""

from helping import numbers_in

from autograder.graders import exercise, same

NUMBERS = numbers_in("data/means.csv")


@exercise("twice", public=True)
def test_twice(student):
    """Twice a number."""
    same(student.twice(2), 4.0)


@exercise("twice")
def test_twice_of_the_data(student, reference):
    """Twice what the file holds."""
    numbers = numbers_in("data/means.csv")
    assert numbers == NUMBERS
    same(student.twice(numbers[1]), reference.twice(numbers[1]), "twice(x)")
'''
GIVEN = {
    "data/means.csv": "2,3",
    "data/pictures/one.png": "\x89PNG",
    "helping.py": "def numbers_in(path):\n    with open(path) as file:\n        return [float(part) for part in file.read().split(',')]\n",
}
READS_ITSELF = "def twice(x):\n    return x * float(open('data/means.csv').read().split(',')[0])"
IMPORTS_HELPER = "from helping import numbers_in\ndef twice(x):\n    return x * numbers_in('data/means.csv')[0]"


@pytest.fixture
def given(tmp_path):
    texts = {"solutions/course.toml": GIVEN_ORDER, "solutions/one.py": GIVEN_SOLUTION, "tests/graders/test_one.py": GIVEN_GRADER}
    for name, text in GIVEN.items():
        texts[f"solutions/{name}"] = text
    for name, text in texts.items():
        path = tmp_path / "given" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="latin-1")
    return Course.load(tmp_path / "given")


@pytest.mark.parametrize("source", [READS_ITSELF, IMPORTS_HELPER])
def test_an_answer_that_reads_them_earns_all(given, tmp_path, source):
    with packing.unpacked_course(packing.course_tar(given, "one")) as unpacked:
        assert score(unpacked.root, tmp_path, source) == (2, None)


def test_a_students_file_of_the_same_name_replaces_none(given, tmp_path):
    """Nothing of what lies beside a notebook goes into the sandbox but the course's own."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "means.csv").write_text("100,100")
    assert score(given.root, tmp_path, READS_ITSELF) == (2, None)


def test_a_student_gets_them(given):
    names = {name.removeprefix("one/") for name in build(given)}
    assert set(GIVEN) <= names


def test_they_are_released_as_they_are(given, tmp_path):
    release(given)
    hand_out(given, ["one"], tmp_path / "to")
    contents = {(tmp_path / "to" / "one" / name).read_text(encoding="latin-1") for name in GIVEN}
    assert contents == set(GIVEN.values())


def test_a_picture_among_them_leaks_nothing(given):
    assert not leaks(given)


def test_a_line_of_the_solution_in_one_of_them_leaks(given):
    (given.root / "solutions" / "helping.py").write_text(GIVEN["helping.py"] + 'return x * numbers_in("data/means.csv")[0]')
    assert "assignments/one/helping.py holds a line of the solution of twice" in leaks(given)[0]


@pytest.mark.parametrize("name", GIVEN)
def test_gradescopes_archive_has_each(given, name):
    assert f"solutions/{name}" in package._contents(given, "one", "")


@pytest.mark.parametrize("name", GIVEN)
def test_a_change_of_one_is_said_to_be_the_cause(given, name):
    before = parts_of(given, "one", "")
    (given.root / "solutions" / name).write_text("# another")
    changed = {part for part, value in parts_of(given, "one", "").items() if value != before[part]}
    assert changed == {"files"}


@pytest.mark.parametrize("name", GIVEN)
def test_a_change_of_one_grades_anew(given, name):
    before = fingerprint.of_course(given, "one", "secret")
    (given.root / "solutions" / name).write_text("# another")
    assert fingerprint.of_course(given, "one", "secret") != before


def test_a_notebook_alone_brings_them_along(given, tmp_path):
    """On Colab, or where a notebook came by mail, its second cell puts them where it runs."""
    cells = json.loads(notebook(given, given.assignment("one")))["cells"]
    (unpacking,) = [cell for cell in cells if "".join(cell["source"]).startswith("# Nothing to do here")]
    (tmp_path / "alone").mkdir()
    program = "".join(unpacking["source"]).partition("    sys.path.append")[0]
    subprocess.run([sys.executable, "-c", program], cwd=tmp_path / "alone", check=True)
    names = {str(path.relative_to(tmp_path / "alone")) for path in (tmp_path / "alone").rglob("*") if path.is_file()}
    assert names == set(GIVEN)


REFUSED = {
    '["nowhere.csv"]': "no 'nowhere.csv' in",
    '["/etc/passwd"]': "expected a name below",
    '["../tests"]': "expected a name below",
    '[""]': "expected a name below",
    '["one.py"]': "one.py is not for students",
    '["o*.py"]': "one.py is not for students",
    '["course.toml"]': "course.toml is not for students",
    '["editions"]': "editions/one.json is not for students",
    '["locale"]': "locale/zh/one.po is not for students",
    '["notes"]': "notes/twice.md is not for students",
    '[".env"]': "no '.env' in",
    '["link.py"]': "link.py is a link that leads out of",
    '["linked"]': "linked/test_one.py is a link that leads out of",
    '["inside.py"]': "inside.py is a link to one.py, which is not for students",
    '["shown"]': "shown/one.json is a link to editions/one.json, which is not for students",
    '["plain.txt"]': "plain.txt is a link to .env, which is not for students",
    '["compare.py"]': "`release` writes a compare.py of its own",
    '["tests"]': "`release` writes a tests/one.txt of its own",
    '["large.bin"]': "large.bin has 65.0 MB: raise file_mb in \\[limits\\], now 64",
}


@pytest.mark.parametrize("patterns", REFUSED)
def test_what_can_be_no_file_for_students(given, patterns):
    folder = given.root / "solutions"
    for name in ("compare.py", "tests/one.txt", "editions/one.json", "locale/zh/one.po", "notes/twice.md", ".env"):
        (folder / name).parent.mkdir(exist_ok=True, parents=True)
        (folder / name).write_text("")
    graders = given.grader("one").parent
    for name, target in {"link.py": given.grader("one"), "linked": graders, "inside.py": "one.py", "shown": "editions", "plain.txt": ".env"}.items():
        (folder / name).symlink_to(target)
    with (folder / "large.bin").open("wb") as file:
        file.truncate(65 << 20)
    (folder / "course.toml").write_text(ORDER + f"files = {patterns}\n")
    with pytest.raises(UsageError, match=REFUSED[patterns]):
        Course.load(given.root).given_files("one")


@pytest.mark.parametrize("name", [".env", "data/.env", "data/.git/config", ".data/secret.txt"])
@pytest.mark.parametrize("pattern", ["*", "**/*", "data", "data/*"])
def test_a_hidden_file_is_not_handed_out(given, name, pattern):
    """As a shell's patterns leave it out."""
    folder = given.root / "solutions"
    (folder / name).parent.mkdir(exist_ok=True, parents=True)
    (folder / name).write_text("KEY=1")
    paths = course_files.given_files(folder, [pattern], "other", [])
    assert name not in paths


def test_a_link_within_the_folder_is_handed_out(given):
    folder = given.root / "solutions"
    (folder / "link.csv").symlink_to("data/means.csv")
    assert list(course_files.given_files(folder, ["link.csv"], "one", [])) == ["link.csv"]


def test_a_solution_that_writes_to_a_file_changes_nothing_of_the_course(given):
    with in_place(given.given_files("one")):
        Path("data/means.csv").write_text("overwritten")
    assert (given.root / "solutions" / "data" / "means.csv").read_text() == GIVEN["data/means.csv"]


def test_a_solution_can_write_where_the_course_is_read_only(given):
    """As a student's code can, in the copies that it is given."""
    (given.root / "solutions" / "data" / "means.csv").chmod(0o444)
    with in_place(given.given_files("one")):
        Path("data/means.csv").write_text("overwritten")
        assert Path("data/means.csv").read_text() == "overwritten"


def test_one_that_is_gone_is_our_fault(given, tmp_path):
    shutil.rmtree(given.root / "solutions" / "data")
    points, reason = score(given.root, tmp_path)
    assert (points, reason.partition(" no 'data'")[0]) == (0, f"our fault: GraderFault: {given.root}/solutions/course.toml:8: one: files:")
