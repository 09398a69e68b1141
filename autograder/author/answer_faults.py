"""What is wrong with the kept answers of an assignment: too few, without a score, or for no exercise."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from pathlib import Path

from autograder.author.solution_faults import unreadable
from autograder.course import ORDER, Assignment, Course, Exercise
from autograder.order_faults import suggestion
from autograder.toml_lines import line_of

SCORE = re.compile(r"# score: (\d+(?:\.\d+)?) of (\d+(?:\.\d+)?)\s*$")


def score_of(path: Path, exercise: Exercise) -> float:
    """What a kept answer must score, as its first line says. Raises ValueError with the line for its author."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise ValueError(f"{path}:1: it is no UTF-8: save it as UTF-8") from None
    declared = SCORE.match(text.partition("\n")[0])
    if not declared or float(declared[2]) != exercise.points or float(declared[1]) > exercise.points:
        raise ValueError(f"{path}:1: no score: the first line should be `# score: N of {exercise.points:g}`")
    return float(declared[1])


def faults_of_answers(course: Course, assignment: Assignment) -> Iterator[str]:
    """A line for each exercise with too few answers, and for each answer that belongs to none."""
    folder = course.root / "tests" / "submissions" / assignment.name
    kept = folder.relative_to(course.root)
    names = [exercise.name for exercise in assignment.exercises]
    for path in sorted(folder.glob("*")):
        if path.suffix == ".py":
            yield f"{path}:1: it is kept for no exercise: move it into the folder of one, {kept}/EXERCISE"
        elif path.is_dir() and path.name not in names:
            advice = suggestion(path.name, names, f"rename the folder, or list the exercise in {ORDER}")
            for answer in sorted(path.glob("*.py"))[:1]:
                yield f"{answer}:1: {path.name!r} is no exercise of {assignment.name}: {advice}"
    for position, exercise in enumerate(assignment.exercises):
        yield from _unreadable_answers(course, assignment, exercise)
        lacking = _lacking(course, assignment, exercise)
        if lacking:
            place = _place(course, assignment, position)
            yield f"{place}: {exercise.name} has no {lacking}: {_advice(kept, exercise)}"


def _unreadable_answers(course: Course, assignment: Assignment, exercise: Exercise) -> Iterator[str]:
    """A line for each right answer that is no Python; a wrong one may be wrong in that, too."""
    for path in course.answers(assignment.name, exercise.name):
        with contextlib.suppress(ValueError, OSError):
            if score_of(path, exercise) == exercise.points:
                fault = unreadable(path, "answer")
                if fault is not None:
                    yield fault


def _lacking(course: Course, assignment: Assignment, exercise: Exercise) -> str:
    """Which kinds of answers an exercise has none of; empty where it has right and wrong ones."""
    has_right = False
    has_wrong = False
    for path in course.answers(assignment.name, exercise.name):
        try:
            is_right = score_of(path, exercise) == exercise.points
        except (ValueError, OSError):
            return ""  # told as such
        has_right = has_right or is_right
        has_wrong = has_wrong or not is_right
    if has_right and has_wrong:
        return ""
    if has_right:
        return "wrong answer kept"
    if has_wrong:
        return "right answer kept"
    return "answers kept"


def _advice(folder: Path, exercise: Exercise) -> str:
    return f"write one into {folder / exercise.name}/, below `# score: N of {exercise.points:g}`"


def _place(course: Course, assignment: Assignment, position: int) -> str:
    order = course.root / ORDER
    number = list(course.assignments).index(assignment.name)
    return f"{order}:{line_of(order.read_text(encoding='utf-8'), f'$.assignments[{number}].exercises[{position}]')}"
