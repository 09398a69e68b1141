"""One mistake is paid for once: what uses a failed part is judged with a stand-in, and nobody gains by it."""

from __future__ import annotations

import json
import textwrap
from pathlib import Path

import pytest
from parts import notebook, scores

from autograder.course import Exercise
from autograder.grading.dependants import Dependant, Dependants
from autograder.grading.verdict import Task, Verdict
from autograder.report import ExerciseResult, ExerciseStatus, Report, VerdictKind
from autograder.workers.orders import Order, Terms
from autograder.workers.pool import Pool

ORDER = """
title = "Solids"

[limits]
cell_seconds = 3
call_seconds = 1
test_seconds = 3

[[assignments]]
name = "solids"
title = "Solids"
exercises = [
  { name = "half", points = 4 },
  { name = "triangle", points = 4, uses = ["half"] },
  { name = "prism", points = 4, uses = ["triangle"] },
  { name = "third", points = 4 },
  { name = "pyramid", points = 4, uses = ["third"] },
]
"""
SOLUTION = '''
# %% exercise="half"
def half(x):
    """x / 2"""
    return x / 2


# %% exercise="triangle"
def triangle(a, h):
    """Half of a · h."""
    return half(a * h)


# %% exercise="prism"
def prism(a, h, length):
    """The triangle times the length."""
    return triangle(a, h) * length


# %% exercise="third"
def third(x):
    """x / 3"""
    return x / 3


# %% exercise="pyramid"
def pyramid(a, h):
    """A third of a² · h."""
    return third(a * a * h)
'''
GRADER = '''
import pytest
import torch

from autograder.graders import exercise, same, stand_in


@stand_in("half")
def tenth(x):
    return x / 10


@stand_in("triangle")
def sum_of_both(a, h):
    return a + h


def compare(student, reference, name, count):
    arguments = [torch.randn(3) for _ in range(count)]
    same(getattr(student, name)(*arguments), getattr(reference, name)(*arguments), "the result")


for name, count in (("half", 1), ("triangle", 2), ("prism", 3), ("third", 1), ("pyramid", 2)):

    def public(student, reference, name=name, count=count):
        """An example."""
        compare(student, reference, name, count)

    def hidden(student, reference, number, name=name, count=count):
        """Any numbers."""
        compare(student, reference, name, count)

    globals()[f"test_{name}_example"] = exercise(name, public=True)(public)
    globals()[f"test_{name}"] = exercise(name)(pytest.mark.parametrize("number", range(3))(hidden))
'''
RIGHT = {
    "half": "def half(x): return x / 2",
    "triangle": "def triangle(a, h): return half(a * h)",
    "prism": "def prism(a, h, length): return triangle(a, h) * length",
    "third": "def third(x): return x / 3",
    "pyramid": "def pyramid(a, h): return third(a * a * h)",
}
NOTE = "graded with a stand-in for `half`: fix `half` as well"


@pytest.fixture(scope="module")
def solids(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course in which a prism uses a triangle, a triangle uses a half, and a pyramid uses a third without a stand-in."""
    root = tmp_path_factory.mktemp("solids")
    for path, text in (
        ("solutions/course.toml", ORDER),
        ("solutions/solids.py", SOLUTION),
        ("tests/graders/test_solids.py", GRADER),
    ):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    return root


@pytest.fixture(scope="module")
def grade(solids, tmp_path_factory):
    """Grade the right answers with these in their places; None leaves an answer out."""
    path = tmp_path_factory.mktemp("hand_in") / "s.ipynb"
    with Pool(Terms(course=str(solids), secret="secret"), 1) as pool:

        def run(seed: int = 1, **answers: str | None) -> Report:
            cells = ["import os\nimport torch"]
            for source in (RIGHT | answers).values():
                if source is not None:
                    cells.append(textwrap.dedent(source))
            path.write_text(json.dumps(notebook(cells)))
            ((_, report),) = pool.grade([Order("solids", str(path), "s", seed)])
            assert report.status == "graded", report.reason
            return report

        yield run


def result_of(report: Report, name: str) -> ExerciseResult:
    return next(result for result in report.exercises if result.name == name)


def messages_of(report: Report, name: str) -> list[str]:
    return [test.message for test in result_of(report, name).tests]


ALL = {"half": 4, "triangle": 4, "prism": 4, "third": 4, "pyramid": 4}
MISTAKES = {
    "a wrong value": "def half(x): return x",
    "an exception": "def half(x): raise ValueError('no')",
    "the stub": "def half(x): raise NotImplementedError('half')",
    "nothing": None,
    "a loop without end": "def half(x):\n    while True: pass",
    "the end of the process": "def half(x): os._exit(3)",
    "a syntax error": "def half(x) return x",
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_right_dependant_keeps_its_points_beside(grade, mistake):
    """Whatever is wrong with the part, and wherever it is used: in the triangle, and in the prism by way of that."""
    report = grade(half=MISTAKES[mistake])
    assert scores(report) == ALL | {"half": 0}
    assert result_of(report, "triangle").stand_ins == ("half",)
    assert result_of(report, "prism").stand_ins == ("half",)
    assert messages_of(report, "prism") == [NOTE] * 4


def test_who_has_everything_right_is_judged_once(grade):
    """No field in the report, and no note."""
    report = grade()
    assert scores(report) == ALL
    assert b"stand_ins" not in report.to_json()


def test_a_dependant_with_a_mistake_too_loses_its_points(grade):
    """And its message is about that mistake; the one that builds on both has stand-ins for both."""
    report = grade(half=MISTAKES["a wrong value"], triangle="def triangle(a, h): return half(a + h)")
    assert scores(report) == ALL | {"half": 0, "triangle": 0}
    assert all(message.endswith(NOTE) for message in messages_of(report, "triangle"))
    assert result_of(report, "prism").stand_ins == ("half", "triangle")


def test_a_part_that_makes_its_dependant_trivial_gains_nothing(grade):
    """What is expected comes from the reference with the stand-in, never from the student's own part."""
    report = grade(half="def half(x): return 0 * x", triangle="def triangle(a, h): return 0 * a")
    assert scores(report)["triangle"] == 0


ATTACKS = {
    "the stand-in's answer without its argument": "def triangle(a, h): return half(a)",
    "the source, where it can be read": """
        import inspect
        def triangle(a, h):
            try:
                return eval(inspect.getsource(half).split("return")[1].replace("x", "a"))
            except OSError:
                return a / 10
    """,
    "what was asked before": """
        import json
        def triangle(a, h):
            path = os.path.expanduser("~/asked")
            asked = json.load(open(path)) if os.path.exists(path) else []
            json.dump([*asked, (a * h).tolist()], open(path, "w"))
            return half(torch.tensor(asked[0] if asked else (a * a).tolist()))
    """,
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_on_the_second_judging_gains_nothing(grade, attack):
    """The part was failed on purpose, and has its zero."""
    report = grade(half=MISTAKES["a wrong value"], triangle=ATTACKS[attack], prism=None)
    assert scores(report)["half"] == 0
    assert scores(report)["triangle"] == 0


def test_the_stand_in_is_no_answer_to_the_part(grade):
    """A student who knows it, and writes it down, has nothing for the part."""
    assert scores(grade(half="def half(x): return x / 10"))["half"] == 0


def test_the_part_is_as_it_was_in_every_other_judging(grade):
    """The reference's own parts are back, for the same student and for the next."""
    report = grade(half=MISTAKES["a wrong value"], triangle="def triangle(a, h): return a * h / 2")
    assert scores(report)["triangle"] == 4
    assert result_of(report, "triangle").stand_ins == ()
    assert scores(grade()) == ALL


HOLDING_ON = {
    "a default argument": "def triangle(a, h, half=half): return half(a * h)",
    "a named default": "def triangle(a, h, *, f=half): return f(a * h)",
    "another name": "divided = half\ndef triangle(a, h): return divided(a * h)",
    "a module of the notebook's": "open('mylib.py', 'w').write('from __main__ import half\\ndef triangle(a, h): return half(a * h)')\nfrom mylib import triangle",
}


@pytest.mark.parametrize("how", HOLDING_ON)
def test_a_dependant_that_holds_on_to_its_part_gets_the_stand_in(grade, how):
    """However the notebook names what it has written."""
    assert scores(grade(half=MISTAKES["a wrong value"], triangle=HOLDING_ON[how]))["triangle"] == 4


def test_a_dependant_that_is_missing_for_want_of_its_part_is_defined_again(grade):
    """`def triangle(a, h, half=half)` is a NameError where there is no half."""
    report = grade(half=None, triangle=HOLDING_ON["a default argument"])
    assert scores(report) == ALL | {"half": 0}


def test_without_a_stand_in_the_message_says_once_what_to_mend(grade):
    """No NameError four times; a wrong value is told as it is."""
    report = grade(third=None)
    assert scores(report) == ALL | {"third": 0, "pyramid": 0}
    assert messages_of(report, "pyramid") == ["fix `third` first: `pyramid` uses it", "", "", ""]
    assert result_of(report, "pyramid").status == "failed"
    wrong = grade(third="def third(x): return x")
    assert all("values differ" in message for message in messages_of(wrong, "pyramid"))


def test_the_sentence_that_students_read(grade):
    """One for an exercise, on the page and in the terminal."""
    result = result_of(grade(half=None), "prism")
    assert result.stand_ins_in_words == "`half` has mistakes, so `prism` was graded with a stand-in: fix `half` as well."
    assert result_of(grade(), "prism").stand_ins_in_words == ""


def exercises(**uses: tuple[str, ...]) -> list[Exercise]:
    return [Exercise(name, 1.0, parts) for name, parts in uses.items()]


def verdicts_of(tasks: list[Task], **kinds: VerdictKind) -> dict[str, Verdict]:
    return {task.name: Verdict.plain(kinds.get(task.exercise, VerdictKind.PASSED), "") for task in tasks}


def failing(uses: list[Exercise], *failed: str, untouched: tuple[str, ...] = ()) -> dict[str, list[str]]:
    """The dependants that are to be judged again, in their order, and the parts of each that have failed."""
    tasks = [Task(f"test_{exercise.name}", "", exercise.name, 1.0, public=False) for exercise in uses]
    verdicts = verdicts_of(tasks, **dict.fromkeys(failed, VerdictKind.WRONG))
    found = Dependants(uses, untouched).failing(tasks, verdicts, {})
    return {dependant.exercise: list(dependant.failed) for dependant in found}


def test_what_is_used_by_what_is_used_counts_as_used():
    """Each comes behind what it uses, whatever the order in the course."""
    chain = exercises(top=("middle",), middle=("ground",), ground=())
    assert failing(chain, "ground", "middle", "top") == {"middle": ["ground"], "top": ["middle", "ground"]}
    assert failing(chain, "top", "ground") == {"top": ["ground"]}
    assert failing(chain, "top") == {}
    assert failing(chain, "ground") == {}


def test_a_circle_and_a_name_that_is_none_end():
    """An author's mistakes are no endless loop."""
    assert failing(exercises(a=("b",), b=("a",), c=("nothing",)), "a", "b", "c") == {"a": ["b"], "b": ["a"]}


def test_what_nobody_has_touched_is_left_alone():
    """A stub is not written yet, whatever it would use."""
    assert failing(exercises(ground=(), top=("ground",)), "ground", "top", untouched=("ground", "top")) == {}


HIDDEN = [Task(f"test_{number}", "", "top", 1.0, public=False) for number in range(3)]


@pytest.mark.parametrize(
    ("first", "second", "counts"),
    [
        ("ww.", "...", True),
        ("...", "www", False),
        ("www", "www", True),
        ("www", "wwt", False),
        ("w..", ".ww", False),
        (".ww", "w..", True),
    ],
)
def test_the_better_of_two_results_counts_as_a_whole(first, second, counts):
    """Never a test from each; where both earn the same, the one that says more."""
    kinds = {".": VerdictKind.PASSED, "w": VerdictKind.WRONG, "t": VerdictKind.TOO_SLOW}

    def verdicts(marks: str) -> dict[str, Verdict]:
        pairs = zip(HIDDEN, marks, strict=True)
        return {task.name: Verdict.plain(kinds[mark], "") for task, mark in pairs}

    dependant = Dependant("top", HIDDEN, ["ground"], ["ground"], [])
    assert dependant.second_counts(verdicts(first), verdicts(second)) is counts


def test_results_without_stand_ins_have_no_such_field():
    """Plain data, left out where it is empty."""
    result = ExerciseResult(name="a", score=1.0, max_score=1.0, status=ExerciseStatus.PASSED, tests=())
    assert result.stand_ins == ()
