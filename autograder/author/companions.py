"""What lies beside a notebook: the public checks and what runs them. The notebook itself carries the same, packed."""

from __future__ import annotations

import ast
import base64
import bz2
import json
from pathlib import Path

from autograder.author import solution
from autograder.author.checks import public_checks, public_exercise
from autograder.author.hints import hints_of
from autograder.course import Assignment, Course, Exercise, Question
from autograder.grading import compare

CHECKER = "notebook_checks"
_HAND_IN = "Hand it in where your instructor has told you to."
_UNPACK = """# Nothing to do here: where the notebook lies alone, this unpacks what belongs beside it.
if "grader" not in globals():
    import base64, bz2, json, pathlib, sys, tempfile

    packed = "{packed}"
    folder = pathlib.Path(tempfile.mkdtemp())
    for name, text in json.loads(bz2.decompress(base64.b64decode(packed))).items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    sys.path.append(str(folder))
    from {checker} import grader"""


def companions(course: Course, assignment: Assignment) -> dict[str, bytes]:
    """The files that a notebook's checks are made of, by their paths in its folder."""
    files = {
        "compare.py": Path(compare.__file__).read_bytes(),
        f"{CHECKER}.py": Path(__file__).with_name(f"{CHECKER}.py").read_bytes(),
        f"{CHECKER}.json": _facts(course, assignment),
    }
    for exercise_name, check_source in public_checks(course.grader(assignment.name)).items():
        files[f"tests/{exercise_name}.py"] = check_source.encode("ascii")
    return files


def unpacking_cell(course: Course, assignment: Assignment) -> str:
    """The source of a cell that brings a notebook's companions where it lies alone, with no network."""
    texts = {}
    for path, content in companions(course, assignment).items():
        texts[path] = content.decode("utf-8")
    # of the compressors in Python, bz2 alone gives the same bytes on every machine
    packed = base64.b64encode(bz2.compress(json.dumps(texts).encode("ascii"))).decode("ascii")
    return _UNPACK.format(packed=packed, checker=CHECKER)


def hand_in(course: Course) -> str:
    """Where and how to hand in: what course.toml says of it, else a sentence that fits any course."""
    return course.students.hand_in or _HAND_IN


def _facts(course: Course, assignment: Assignment) -> bytes:
    """What the checks say of a notebook, as JSON."""
    hints = hints_of(solution.read(course.solution(assignment.name)))
    tests = _tests_by_exercise(course.grader(assignment.name))
    exercises = []
    for exercise in assignment.exercises:
        exercises.append(_facts_of(exercise, tests.get(exercise.name, []), hints.get(exercise.name, [])))
    by_hand = [_sentence(question) for question in assignment.questions]
    if course.students.by_hand:
        by_hand.append(course.students.by_hand)
    lesson = {"exercises": exercises, "by_hand": by_hand, "hand_in": hand_in(course), "words": {}}
    return json.dumps(lesson, indent=1).encode("ascii") + b"\n"


def _sentence(question: Question) -> str:
    if question.points == 1:
        return f"{question.name} (1 point)."
    return f"{question.name} ({question.points:g} points)."


def _facts_of(exercise: Exercise, tests: list[ast.FunctionDef], hints: list[str]) -> dict[str, object]:
    titles = [_title(test) for test in tests if not public_exercise(test)]
    return {
        "name": exercise.name,
        "points": exercise.points,
        "public": len(tests) - len(titles),
        "hidden": titles,
        "hints": hints,
    }


def _title(test: ast.FunctionDef) -> str:
    """What a report calls the test: its docstring's first paragraph, in one line."""
    first_paragraph = (ast.get_docstring(test) or test.name).split("\n\n")[0]
    return " ".join(first_paragraph.split())


def _tests_by_exercise(grader: Path) -> dict[str, list[ast.FunctionDef]]:
    """The tests of a grader module, public and hidden, by their exercises' names."""
    tests: dict[str, list[ast.FunctionDef]] = {}
    for function in solution.functions_in(ast.parse(grader.read_text(encoding="utf-8"))):
        for decorator in function.decorator_list:
            if isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == "exercise":
                argument = decorator.args[0]
                if isinstance(argument, ast.Constant):
                    tests.setdefault(str(argument.value), []).append(function)
    return tests
