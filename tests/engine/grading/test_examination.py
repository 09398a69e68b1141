"""Which copy answers, and which verdict counts: being asked again is fair to honest work, and no second guess."""

from __future__ import annotations

import json
import textwrap
from pathlib import Path

import pytest
from parts import notebook, scores

from autograder.grading.rounds import Round
from autograder.grading.verdict import Task, Verdict
from autograder.report import Report, VerdictKind
from autograder.workers.orders import Order, Terms
from autograder.workers.pool import Pool

ORDER = """
title = "Tiny"

[limits]
call_seconds = 3
test_seconds = 6

[[assignments]]
name = "tiny"
title = "Tiny"
exercises = [{ name = "double", points = 5 }, { name = "triple", points = 5 }]
"""
SOLUTION = '''
# %% exercise="double"
def double(x):
    """Twice x."""
    return 2 * x


# %% exercise="triple"
def triple(x):
    """Three times x."""
    return 3 * x
'''
GRADER = '''
import pytest
import torch

from autograder.graders import exercise, same


@exercise("double", public=True)
def test_double_of_one(student):
    """Twice 1 is 2."""
    same(student.double(1.0), 2.0)


@exercise("double")
@pytest.mark.parametrize("number", range(4))
def test_double(student, reference, number):
    """It is twice x."""
    x = torch.randn(3)
    same(student.double(x), reference.double(x))


@exercise("triple", public=True)
def test_triple_of_one(student):
    """Three times 1 is 3."""
    same(student.triple(1.0), 3.0)


@exercise("triple")
@pytest.mark.parametrize("number", range(4))
def test_triple(student, reference, number):
    """It is three times x."""
    x = torch.randn(3)
    same(student.triple(x), reference.triple(x))
'''
RIGHT = "import torch, os\ndef double(x): return 2 * x\ndef triple(x): return 3 * x\n"


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course of two exercises."""
    root = tmp_path_factory.mktemp("tiny")
    for path, text in (
        ("solutions/course.toml", ORDER),
        ("solutions/tiny.py", SOLUTION),
        ("tests/graders/test_tiny.py", GRADER),
    ):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    return root


@pytest.fixture(scope="module")
def ask(tiny, tmp_path_factory):
    """Grade a cell, with a seed, or for another time."""
    path = tmp_path_factory.mktemp("hand_in") / "s.ipynb"
    with Pool(Terms(course=str(tiny), secret="secret"), 1) as pool:

        def grade(cell: str, seed: int = 1, attempt: int = 0) -> Report:
            path.write_text(json.dumps(notebook([RIGHT, textwrap.dedent(cell)])))
            ((_, report),) = pool.grade([Order("tiny", str(path), "s", seed, attempt=attempt)])
            assert report is not None
            assert report.status == "graded", report.reason
            return report

        yield grade


# in how many copies of the notebook a function has been called, as code can find it out by files
COUNTED = """
    def copies(name):
        folder = os.path.expanduser(f"~/{name}")
        os.makedirs(folder, exist_ok=True)
        open(f"{folder}/{os.getpid()}", "w").close()
        return len(os.listdir(folder))
"""


def test_what_another_exercise_left_behind_costs_nothing(ask):
    """Honest work that stumbles over the state of its process passes in a copy of its own, and in a new sandbox."""
    report = ask("""
        spoiled = False
        def double(x):
            global spoiled
            spoiled = True
            return 2 * x
        def triple(x):
            return x if spoiled else 3 * x
    """)
    assert scores(report) == {"double": 5, "triple": 5}


@pytest.mark.parametrize("seed", range(6))
def test_a_second_copy_gives_no_second_guess(ask, seed):
    """Code that answers wrongly at first, and otherwise in a copy that it knows to be a later one, has no points for it."""
    report = ask(
        COUNTED
        + """
    def triple(x):
        return x if copies("triple") == 1 and torch.is_tensor(x) else 3 * x
    """,
        seed,
    )
    assert scores(report)["double"] == 5
    # the copy of the first test that fails is a second one for all tests after it, which then are answered rightly
    assert scores(report)["triple"] == 0
    messages = [t.message for e in report.exercises if e.name == "triple" for t in e.tests if not t.public]
    assert {message.partition(":")[0] for message in messages} <= {"the result", "your code gave another answer when this exercise was asked again"}


def test_guesses_that_follow_one_another_earn_no_full_marks(ask):
    """Each copy tries another factor; whichever seed, the first guess is the one that counts."""
    for seed in range(8):
        report = ask(
            COUNTED
            + """
    def double(x):
        return ((9, 7, 2, 2, 2, 2, 2, 2)[copies("double") - 1] if torch.is_tensor(x) else 2) * x
    def triple(x):
        return ((5, 3, 3, 3, 3, 3, 3, 3)[copies("triple") - 1] if torch.is_tensor(x) else 3) * x
        """,
            seed,
        )
        assert all(score < 5 for score in scores(report).values())


def test_who_ends_in_a_call_is_not_asked_until_it_suits_him(ask):
    """A process that ends itself counts, at once or from the second time on, however it does so."""
    for end in ("os._exit(0)", "os.kill(os.getpid(), 9)", "os.abort()", "os.kill(0, 9)"):
        report = ask(
            COUNTED
            + f"""
    import os
    def triple(x):
        if os.urandom(1)[0] % 8:
            try:
                {end}
            finally:
                os._exit(1)
        return 3 * x
        """
        )
        assert scores(report)["double"] == 5
        assert scores(report)["triple"] < 5, end


def test_the_inputs_of_each_attempt_are_others(tiny, tmp_path):
    """With feedback that tells all, the values in a message are those of the inputs."""
    text = (tiny / "solutions/course.toml").read_text().replace('title = "Tiny"\nexercises', 'title = "Tiny"\nfeedback = "full"\nexercises')
    root = tmp_path / "full"
    for path in ("solutions/tiny.py", "tests/graders/test_tiny.py"):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text((tiny / path).read_text())
    (root / "solutions/course.toml").write_text(text)
    told = {}
    with Pool(Terms(course=str(root), secret="secret"), 1) as pool:
        for name, comment, attempt in (("first", "", 0), ("again", "", 0), ("attempt", "", 1), ("changed", "# new", 0)):
            path = tmp_path / f"{name}.ipynb"
            path.write_text(json.dumps(notebook([RIGHT, f"def triple(x): return x {comment}"])))
            ((_, report),) = pool.grade([Order("tiny", str(path), "s", 1, attempt=attempt)])
            told[name] = [t.message for e in report.exercises for t in e.tests if t.message]
    assert told["first"] == told["again"]
    assert len(told["first"]) == 5
    for other in ("attempt", "changed"):  # the public test alone tells the same
        assert len(set(told["first"]) & set(told[other])) == 1


def test_a_public_test_tells_nothing_that_a_hidden_one_has_asked(ask):
    """Code that remembers its inputs, in memory and in a file, is asked in public before it has seen any."""
    report = ask("""
        seen = []
        def double(x):
            seen.append(x)
            open(os.path.expanduser("~/seen"), "a").write(f"{x} ")
            raise ValueError(f"LEAK {seen} {open(os.path.expanduser('~/seen')).read()}" if torch.is_tensor(x) else "x" * len(seen))
        triple = double
    """)
    # the line itself is shown to its student; what it makes of the inputs is not
    assert all("LEAK [" not in t.message for e in report.exercises for t in e.tests)
    assert [t.message for e in report.exercises for t in e.tests if t.public][0].count("x") < 20


GUESSES = {
    "at random in each copy": "os.urandom(1)[0] % 2",
    "in turn": '(copies("triple") + 1) % 2',
    "learned from the copy that lasted": 'learned()',
}


@pytest.mark.parametrize("guess", GUESSES)
def test_a_guess_in_each_copy_earns_no_more_than_a_guess(ask, guess):
    """Of two ways one is right; code that takes another one in each copy, or has learned which one lasts, is found out."""
    scored = []
    for seed in range(8):
        report = ask(
            COUNTED
            + f"""
    made = {{}}
    def learned():
        "The way of the first copy is wrong; who is asked in a second one takes the other."
        return int(copies("triple") > 1)
    def triple(x):
        if not torch.is_tensor(x):
            return 3 * x
        if os.getpid() not in made:
            made[os.getpid()] = {GUESSES[guess]}
        return 3 * x if made[os.getpid()] else 2 * x
        """,
            seed,
        )
        scored.append(scores(report)["triple"])
    if guess == "at random in each copy":  # half of all first guesses are right, and some are not found out
        assert 0.0 in scored or 1.0 in scored, scored
    else:
        assert max(scored) < 2, scored


def test_partly_right_work_keeps_its_points(ask):
    """Some of its tests pass and some fail, the same ones each time."""
    report = ask("""
        def triple(x):
            return 3 * x if not torch.is_tensor(x) or x.sum() > 0 else 2 * x
    """)
    told = {t.name: t.outcome for e in report.exercises if e.name == "triple" for t in e.tests}
    assert {"passed", "failed"} == set(told.values())
    assert scores(report)["triple"] == sum(outcome == "passed" for outcome in told.values())



@pytest.mark.parametrize(
    ("second_time", "kinds"),
    [
        (VerdictKind.PASSED, [VerdictKind.PASSED, VerdictKind.PASSED]),
        (VerdictKind.TOO_SLOW, [VerdictKind.TOO_SLOW, VerdictKind.PASSED]),
        (VerdictKind.WRONG, [VerdictKind.WRONG, VerdictKind.UNSTEADY]),
    ],
)
def test_who_is_late_when_asked_again_has_not_guessed(second_time, kinds):
    """On a busy machine an answer that does not come costs its own test; another answer costs all that passed."""
    tasks = [Task(name, name, "fit", 1.0, public=False) for name in ("first", "second")]
    asked = Round(tasks)
    asked.unsteady_exercises = {"fit"}
    asked.verdicts = {task.name: Verdict.plain(VerdictKind.PASSED, "") for task in tasks}
    doubted = asked.doubted_tasks()
    asked.verdicts["first"] = Verdict.plain(second_time, "")
    asked.settle_guesses(doubted)
    assert [asked.verdicts[task.name].kind for task in tasks] == kinds
