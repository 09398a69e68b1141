"""Packages that an assignment requires: read, looked for, and taken wherever the assignment goes."""

import sys
from importlib import metadata

import pytest

from autograder import installed, packing, required
from autograder.author.release import build
from autograder.batch.class_run import ClassRun
from autograder.course import Course, UsageError
from autograder.grading import fingerprint
from autograder.platforms.gradescope import package
from autograder.workers import doctor

HERE = f"hypothesis=={metadata.version('hypothesis')}"  # nothing of ours takes it but contributors


def requiring(course, *texts):
    path = course.root / "solutions" / "course.toml"
    text = path.read_text()
    path.write_text(text.replace('name = "outcomes"\n', f'name = "outcomes"\nrequires = {list(texts)!r}\n', 1))
    return Course.load(course.root)


@pytest.mark.parametrize(
    ("texts", "problem"),
    [
        ([], ""),
        (["hypothesis"], ""),
        (["hypothesis>=1"], ""),
        (["Hypothesis"], ""),
        (["nowhere-to-be-had; python_version < '3'"], ""),
        (["hypothesis<1"], f"requires hypothesis<1 ({metadata.version('hypothesis')} is installed)"),
        (["nowhere-to-be-had"], "requires nowhere-to-be-had (not installed)"),
    ],
)
def test_what_is_missing_here(texts, problem):
    assert required.problem(texts).partition(": ")[0] == problem


def test_the_command_that_installs_it():
    command = required.problem(["nowhere-to-be-had>=2", "hypothesis"]).partition(": ")[2]
    assert command == f"{sys.executable} -m pip install 'nowhere-to-be-had>=2'"


def test_what_is_no_package(own_course):
    course = requiring(own_course, "two words")
    with pytest.raises(UsageError, match="outcomes: requires: expected a package such as .* got 'two words'"):
        course.check_requires("outcomes")


def test_students_install_the_version_that_grades(own_course):
    course = requiring(own_course, "hypothesis", "numpy")
    lines = build(course)["outcomes/requirements.txt"].decode().splitlines()
    assert lines[4:] == [HERE]


def test_students_of_another_assignment_do_not_install_it(own_course):
    course = requiring(own_course, "hypothesis")
    assert "hypothesis" not in build(course)["kinds/requirements.txt"].decode()


def test_an_archive_installs_it(own_course):
    course = requiring(own_course, "hypothesis>=1")
    contents = package._contents(course, "outcomes", "")
    assert "hypothesis>=1" in contents["requirements.txt"][0].decode().splitlines()


def test_an_archive_pins_it_and_what_it_takes(own_course):
    lines = installed.constraints(requiring(own_course, "hypothesis")).splitlines()
    assert {HERE, f"sortedcontainers=={metadata.version('sortedcontainers')}"} <= set(lines)


def test_no_archive_is_made_without_it(own_course):
    course = requiring(own_course, "nowhere-to-be-had")
    with pytest.raises(UsageError, match="outcomes requires nowhere-to-be-had"):
        packing.engine_files(course, "outcomes")


def test_nothing_is_graded_without_it(own_course, tmp_path):
    course = requiring(own_course, "nowhere-to-be-had")
    (tmp_path / "class").mkdir()
    with pytest.raises(UsageError, match="outcomes requires nowhere-to-be-had"):
        ClassRun(course, "outcomes", 1, 1, quiet=True).many(tmp_path / "class", tmp_path / "out")


def test_another_version_grades_anew(own_course, monkeypatch):
    course = requiring(own_course, "hypothesis")
    before = fingerprint.of_course(course, "outcomes", "secret")
    monkeypatch.setattr(required, "versions", lambda texts: dict.fromkeys(texts, "0.1"))
    assert fingerprint.of_course(course, "outcomes", "secret") != before


def test_doctor_names_what_is_there(own_course, capsys):
    assert doctor.examine(requiring(own_course, "hypothesis"), quiet=False) == 0
    assert f"requires   hypothesis {metadata.version('hypothesis')}\n" in capsys.readouterr().out


def test_doctor_names_what_is_missing(own_course, capsys):
    assert doctor.examine(requiring(own_course, "nowhere-to-be-had"), quiet=True) == 1
    assert "MISSING    outcomes requires nowhere-to-be-had (not installed): " in capsys.readouterr().err
