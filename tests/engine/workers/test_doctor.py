"""What a machine has for grading, asked of the machine."""

import subprocess
import sys

from autograder.installed import version_of
from autograder.workers import doctor
from autograder.workers.orders import Machine, Unsafe


def test_a_machine_that_can_grade(course):
    """Versions, devices, isolation; with --quiet, the exit status alone."""
    command = [sys.executable, "-m", "autograder", "doctor"]
    done = subprocess.run(command, cwd=course.root, capture_output=True, text=True, check=True)
    for said in (f"torch {version_of('torch')}", "2 assignments", "processors", "seccomp", "memory  ", "ready"):
        assert said in done.stdout
    done = subprocess.run([*command, "-q"], cwd=course.root, capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("", "")


def test_it_needs_no_course(capsys):
    """Without one, it says how to make one, and examines the machine all the same."""
    assert doctor.examine(None, quiet=False) == 0
    said = capsys.readouterr().out
    assert "autograder init" in said
    assert "ready" in said


def test_machines_that_cannot(course, monkeypatch, capsys):
    """What a student's code could do there; or why nothing starts."""
    monkeypatch.setattr(doctor.Pool, "ask", lambda _: Machine(("rlimits",), ("read the graders",)))
    assert doctor.examine(course, quiet=True) == 1
    assert "a student's code could read the graders" in capsys.readouterr().err

    without_card = Machine(("seccomp",), (), passed_over="cuda is there, but can't be used: error 304")
    monkeypatch.setattr(doctor.Pool, "ask", lambda _: without_card)
    assert doctor.examine(course, quiet=False) == 0
    assert "students' code can't use it: cuda is there, but can't be used: error 304" in capsys.readouterr().out

    def refuse(_):
        raise Unsafe("no sandbox")

    monkeypatch.setattr(doctor.Pool, "ask", refuse)
    assert doctor.examine(course, quiet=False) == 1
    assert "grading does not work here: no sandbox" in capsys.readouterr().err
