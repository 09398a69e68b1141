"""`autograder otter`: an archive made by otter's own `generate`, whose tests read what our plugin found."""

from __future__ import annotations

import contextlib
import io
import json
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

from autograder import files, installed, packing
from autograder.batch.corrections import check_exclusions, is_excluded
from autograder.course import Assignment, Course, Exercise, UsageError
from autograder.grading.pytest_session import collected
from autograder.grading.reference import load_reference
from autograder.grading.surroundings import in_place
from autograder.grading.verdict import Task
from autograder.packing import EXECUTABLE, READABLE
from autograder.secret import course_secret

COURSE = "autograder-course.tar.gz"
RESULTS = "autograder_results"  # the name by which otter's tests read what became of ours
REJECTED = "rejected: "  # where this is there, it holds for all tests; no exercise is called so
PLUGIN = "autograder.platforms.otter.plugin.Behind"
PLACEHOLDER = "autograder_placeholder.ipynb"
_SETUP = "setup.sh"
_START = "run_otter.py"
_PROGRAMS = (_SETUP, "run_autograder")
_TEST = """from otter.test_files import test_case

OK_FORMAT = False
name = {name!r}
points = None
"""
_CASE = """

@test_case(name={title!r}, points={points!r}, hidden={hidden!r})
def case_{number}({results}):
    said = {results}.get({rejected!r}) or {results}[{name!r}][{test!r}]
    assert said is None, said
"""
# otter takes one notebook at the top and refuses several: all that was handed in goes into a folder, where our plugin
# chooses as everywhere else
_MAKE_ROOM = """
    import pathlib, json
    handed_in = pathlib.Path("/autograder/submission")
    inner = handed_in / "handed_in"
    if not inner.exists():
        files = list(handed_in.iterdir())
        inner.mkdir()
        for file in files:
            file.rename(inner / file.name)
        empty = {{"nbformat": 4, "nbformat_minor": 5, "metadata": {{}}, "cells": []}}
        (handed_in / {placeholder!r}).write_text(json.dumps(empty))
"""
_INSTALL = """
# what grades behind the boundary; a plain torch would bring gigabytes of CUDA
export PIP_CONSTRAINT=/autograder/source/engine/constraints.txt
mamba run -n otter-env pip install --no-deps{index} torch
mamba run -n otter-env pip install -r /autograder/source/engine/requirements.txt /autograder/source/engine/*.whl
chmod o+x /root  # where Miniforge is, which the student's user has to reach, and otherwise can't look into
"""


def write(course: Course, name: str, target: Path, torch_index: str) -> str:
    """Write the archive. Returns what the instructor should know about it."""
    check_exclusions(course, course.assignment(name))
    generated = _generate(course, course.assignment(name))
    index_option = f' --index-url "{torch_index}"' if torch_index else ""
    generated[_SETUP] += _INSTALL.format(index=index_option).encode()
    start = generated[_START].decode()
    call = "    run_autograder("
    generated[_START] = start.replace(call, _MAKE_ROOM.format(placeholder=PLACEHOLDER)[1:] + call).encode()
    # not among otter's `files`, which it copies to where a submission lies
    generated[COURSE] = packing.course_tar(course, name)
    contents: dict[str, packing.File] = {}
    for path, content in generated.items():
        contents[path] = (content, EXECUTABLE if path in _PROGRAMS else READABLE)
    for path, file in packing.engine_files(course, name).items():
        contents[f"engine/{path}"] = file
    files.write(target, packing.zip_of(contents))
    return f"{target}: {target.stat().st_size >> 10} kB, for `otter run -a {target} …` or as Gradescope's autograder"


def _generate(course: Course, assignment: Assignment) -> dict[str, bytes]:
    """The files that otter's own `generate` makes of the tests and the configuration."""
    try:
        from otter.generate import main as generate  # noqa: PLC0415  an extra, and slow
    except ModuleNotFoundError as missing:
        raise UsageError(
            "an archive for otter takes {missing}: {command}",
            missing=missing.name, command=installed.command_for("otter"),
        ) from None
    settings = {"secret": course_secret(course.title), "assignment": assignment.name}
    config = {"plugins": [{PLUGIN: settings}], "show_stdout": False, "show_hidden": False, "assignment_name": None}
    # otter packs files by the paths that it is given, so it is called where they lie
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        Path("tests").mkdir()
        for exercise, source in _tests(course, assignment).items():
            Path("tests", f"{exercise}.py").write_text(source, encoding="utf-8")
        Path("otter_config.json").write_text(json.dumps(config), encoding="utf-8")
        generate(tests_dir="tests", output_path="made.zip", config="otter_config.json", no_requirements=True)
        with zipfile.ZipFile(io.BytesIO(Path("made.zip").read_bytes())) as packed:
            return {file_name: packed.read(file_name) for file_name in packed.namelist()}


def _tests(course: Course, assignment: Assignment) -> dict[str, str]:
    """The source of otter's test file for each exercise."""
    reference = course.solution(assignment.name)
    files_in_place = in_place(course.given_files(assignment.name))
    with files_in_place, collected(course.grader(assignment.name), lambda: load_reference(reference), 0) as tests:
        tasks = tests.tasks
    sources = {}
    for exercise in assignment.exercises:
        exercise_tasks = _tasks_of(exercise, assignment, tasks)
        sources[exercise.name] = _test_file(exercise, exercise_tasks)
    return sources


def _tasks_of(exercise: Exercise, assignment: Assignment, tasks: Sequence[Task]) -> list[Task]:
    """The tests of an exercise, but for those that course.toml leaves out."""
    exercise_tasks = []
    for task in tasks:
        if task.exercise == exercise.name and not is_excluded(task.name, assignment):
            exercise_tasks.append(task)
    return exercise_tasks


def _test_file(exercise: Exercise, tasks: list[Task]) -> str:
    """A case for each of our tests, which share the exercise's points by their weights."""
    total_weight = sum(task.weight for task in tasks)
    source = _TEST.format(name=exercise.name)
    for number, task in enumerate(tasks, 1):
        source += _CASE.format(
            title=task.title,
            # a third of a point would be written with sixteen digits
            points=round(exercise.points * task.weight / total_weight, 6),
            hidden=not task.public,
            number=number,
            results=RESULTS,
            rejected=REJECTED,
            name=exercise.name,
            test=task.name,
        )
    return source
