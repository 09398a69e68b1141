"""What lies beside a notebook: the public checks and what runs them. The notebook itself carries the same, packed."""

from __future__ import annotations

import ast
import base64
import bz2
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from autograder.author import notebook_text, solution
from autograder.author.checks import public_checks, public_exercise
from autograder.author.hints import hints_of
from autograder.author.home_phrases import home_phrases
from autograder.author.one_file import comparison
from autograder.author.syntax_tree import tree_of
from autograder.course import Assignment, Course, Exercise, Question
from autograder.languages import ENGLISH, NO_PHRASES, Words
from autograder.words.message import PHRASES

CHECKER = "notebook_checks"
_CHECKER_FILE = Path(__file__).with_name(f"{CHECKER}.py")
_HAND_IN = "Hand it in where your instructor has told you to."
_ONE_POINT = "{name} (1 point)."
_POINTS = "{name} ({points} points)."
_PACKED_KB = 300  # of files that a course gives along: more would make a notebook slow to open
_UNPACK = """# Nothing to do here: where the notebook lies alone, this unpacks what belongs beside it.
if "grader" not in globals():
    import base64, bz2, json, pathlib, sys, tempfile

    packed = "{packed}"
    files = json.loads(bz2.decompress(base64.b64decode(packed)))
    folder = pathlib.Path(tempfile.mkdtemp())
    for name, content in files["checks"].items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")
    for name, content in files["given"].items():
        path = pathlib.Path(name)
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(base64.b64decode(content))
    sys.path.append(str(folder))
    from {checker} import grader"""
_FETCH = """
    import urllib.request

    for name in {names}:
        if not pathlib.Path(name).exists():
            pathlib.Path(name).parent.mkdir(parents=True, exist_ok=True)
            urllib.request.urlretrieve("{url}/" + name, name)"""
_TELL = """
    print("Put these files beside the notebook, too: {names}")"""


@dataclass(frozen=True)
class _Test:
    """What students may know of a test."""

    title: str
    is_public: bool


def companions(
    course: Course, assignment: Assignment, words: Words = NO_PHRASES, language: str = ENGLISH
) -> dict[str, bytes]:
    """The files that a notebook's checks are made of, by their paths in its folder, told in these words."""
    files = {
        "compare.py": comparison().encode(),
        f"{CHECKER}.py": _CHECKER_FILE.read_bytes(),
        f"{CHECKER}.json": _facts(course, assignment, words),
    }
    checks = public_checks(course.grader(assignment.name), words)
    for exercise_name, check_source in checks.items():
        files[f"tests/{exercise_name}.py"] = check_source.encode("ascii")
    phrases = home_phrases([comparison(), *checks.values()], words, language)
    if phrases:
        files[PHRASES] = phrases.encode()
    return files


def unpacking_cell(
    course: Course, assignment: Assignment, words: Words = NO_PHRASES, language: str = ENGLISH
) -> str:
    """The source of a cell that brings a notebook's companions where it lies alone, with no network.

    Files that the course gives along come, too; those that are large are fetched, where the course has an address.
    """
    checks = {}
    for check_name, content in companions(course, assignment, words, language).items():
        checks[check_name] = content.decode("utf-8")
    given = {}
    for name, path in course.given_files(assignment.name).items():
        given[name] = base64.b64encode(path.read_bytes()).decode("ascii")
    large_names: list[str] = []
    if sum(map(len, given.values())) > _PACKED_KB << 10:
        large_names = list(given)
        given = {}
    packed_text = json.dumps({"checks": checks, "given": given})
    # of the compressors in Python, bz2 alone gives the same bytes on every machine
    packed = base64.b64encode(bz2.compress(packed_text.encode("ascii"))).decode("ascii")
    source = notebook_text.translated(_UNPACK.format(packed=packed, checker=CHECKER), words)
    if large_names and course.url:
        address = f"{course.url.rstrip('/')}/{assignment.name}"
        source += _FETCH.format(names=json.dumps(large_names), url=address)
    elif large_names:
        source += _TELL.format(names=", ".join(large_names))
    return source


def hand_in(course: Course) -> str:
    """Where and how to hand in: what course.toml says of it, else a sentence that fits any course."""
    return course.students.hand_in or _HAND_IN


def _facts(course: Course, assignment: Assignment, words: Words) -> bytes:
    """What the checks say of a notebook, as JSON."""
    hints = hints_of(solution.read(course.solution(assignment.name)), words)
    tests = _tests_by_exercise(course.grader(assignment.name), words)
    exercises = []
    for exercise in assignment.exercises:
        facts = _facts_of(exercise, tests.get(exercise.name, []), hints.get(exercise.name, []))
        exercises.append(facts)
    by_hand = [_sentence(question, words) for question in assignment.questions]
    if course.students.by_hand:
        by_hand.append(words.text(course.students.by_hand, "what a person grades"))
    translations = {}
    for english in _sentences():
        text = words.text(english, "said by the checks")
        if text != english:
            translations[english] = text
    where = words.text(hand_in(course), "how to hand in")
    lesson = {"exercises": exercises, "by_hand": by_hand, "hand_in": where, "words": translations}
    return json.dumps(lesson, indent=1).encode("ascii") + b"\n"


def _sentences() -> Iterator[str]:
    """All that the checks say: the module can't be imported where no notebook is beside it."""
    for statement in tree_of(_CHECKER_FILE.read_text(encoding="utf-8")).body:
        if isinstance(statement, ast.ClassDef) and statement.name == "Words":
            for assignment in statement.body:
                if isinstance(assignment, ast.Assign):
                    yield str(ast.literal_eval(assignment.value))


def _sentence(question: Question, words: Words) -> str:
    template = _POINTS
    if question.points == 1:
        template = _ONE_POINT
    return words.text(template, "what a person grades").format(name=question.name, points=f"{question.points:g}")


def _facts_of(exercise: Exercise, tests: list[_Test], hints: list[str]) -> dict[str, object]:
    hidden = [test.title for test in tests if not test.is_public]
    return {
        "name": exercise.name,
        "points": exercise.points,
        "public": len(tests) - len(hidden),
        "hidden": hidden,
        "hints": hints,
    }


def _tests_by_exercise(grader: Path, words: Words) -> dict[str, list[_Test]]:
    """The tests of a grader module, public and hidden, by their exercises' names."""
    tests: dict[str, list[_Test]] = {}
    for function in solution.functions_in(tree_of(grader.read_text(encoding="utf-8"))):
        for decorator in function.decorator_list:
            if isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == "exercise":
                argument = decorator.args[0]
                if isinstance(argument, ast.Constant):
                    test = _Test(_title(function, words), public_exercise(function) is not None)
                    tests.setdefault(str(argument.value), []).append(test)
    return tests


def _title(test: ast.FunctionDef, words: Words) -> str:
    """What a report calls the test: its docstring's first paragraph, in one line."""
    first_paragraph = (ast.get_docstring(test) or test.name).split("\n\n")[0]
    return words.text(" ".join(first_paragraph.split()), f"title of {test.name}")
