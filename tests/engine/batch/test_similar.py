"""Similar work: copies are found whatever was renamed; what the exercise, the reference or the class explain is not."""

import json
import subprocess
import sys

from parts import ROOT, notebook, right

from autograder.batch.similar import pairs, public_code
from autograder.report import Report, Source

OWN = """def sgd(params, lr, batch_size):
    scale = lr / batch_size
    with torch.no_grad():
        for position in range(len(params)):
            change = torch.mul(params[position].grad, scale)
            params[position].data = torch.sub(params[position].data, change)
            params[position].grad = torch.zeros_like(change)
"""
RENAMED = """def sgd(weights, rate, n):  # all my own work

    s = rate / n
    with torch.no_grad():
        for k in range(len(weights)):
            d = torch.mul(weights[k].grad, s)   # the step
            weights[k].data = torch.sub(weights[k].data, d)
            weights[k].grad = torch.zeros_like(d)
"""
OTHER = """def sgd(params, lr, batch_size):
    optimizer = torch.optim.SGD(params, lr=lr / batch_size)
    optimizer.step()
    optimizer.zero_grad(set_to_none=True)
"""


def report(student, **sources):
    return Report(
        assignment="linear_regression", student=student, score=0, max_score=0, status="graded", reason=None, seed=1, isolation=(), device="cpu",
        versions={}, seconds=0, exercises=(), sources=tuple(Source(name, 1, text) for name, text in sources.items()),
    )  # fmt: skip


def test_a_renamed_copy_is_found():
    """With other names, blanks and comments; what both have is marked in either text."""
    (pair,) = pairs([report("ann", sgd=OWN), report("bob", sgd=RENAMED), report("eve", sgd=OTHER)], [], 0.8)
    assert (pair.exercise, pair.students, pair.how) == ("sgd", ("ann", "bob"), "100% alike")
    for text, slices in zip(pair.texts, pair.slices, strict=True):
        assert any("torch.mul" in text[start:stop] for start, stop in slices)


def test_only_the_same_exercise_is_compared():
    """The same lines under two exercises are no pair, and nobody is paired with themselves."""
    assert pairs([report("ann", sgd=OWN, train=OWN), report("bob", linreg=OWN)], [], 0.8) == []


def test_what_the_reference_says_is_no_sign(course):
    """Two who write what the solution has are not shown, nor two whose stubs are empty."""
    reference = next(s for s in right(course, "linear_regression") if s.startswith("def data_iter"))
    stub = reference[: reference.rindex('"""') + 3] + "\n    raise NotImplementedError"
    shown = public_code(course, "linear_regression")
    for text in (reference, stub):
        assert pairs([report("ann", data_iter=text), report("bob", data_iter=text)], shown, 0.8) == []
    assert len(pairs([report("ann", data_iter=reference), report("bob", data_iter=reference)], [], 0.8)) == 1


def test_what_many_have_written_is_how_it_is_done():
    """Two of a class are a pair; ten are a habit."""
    class_ = [report(f"other{i}", sgd=OTHER.replace("1", str(i))) for i in range(10)]
    assert len(pairs([*class_[:1], report("ann", sgd=OWN), report("bob", sgd=RENAMED)], [], 0.8)) == 1
    assert pairs([report(f"s{i}", sgd=OWN) for i in range(10)], [], 0.8) == []


def test_the_kept_answers_are_not_similar(course):
    """Hundreds of answers that nobody copied, all of one course: fewer than one pair in a thousand.

    Some were written as variants of others. Which of them come out above 0.8 depends on Python's hash seed.
    """
    counts = [len(course.answers(a.name, e.name)) for a in course.assignments.values() for e in a.exercises]
    found = [
        pair
        for a in course.assignments.values()
        for pair in pairs(
            [report(p.stem, **{e.name: p.read_text()}) for e in a.exercises for p in course.answers(a.name, e.name)],
            public_code(course, a.name),
            0.8,
        )
    ]
    assert 1000 * len(found) < sum(count * (count - 1) // 2 for count in counts), found


def test_the_command_lists_and_shows_them(course, tmp_path):
    """From a graded class to a table and a page; the page escapes what students wrote, and needs nothing else."""
    (tmp_path / "in").mkdir()
    evil = OWN + "# <script>alert(1)</script>\n"
    for name, text in {"ann": evil, "bob": RENAMED, "eve<i>": OTHER}.items():
        (tmp_path / "in" / f"{name}.ipynb").write_text(
            json.dumps(notebook(right(course, "linear_regression", sgd=text)))
        )
    command = [sys.executable, "-m", "autograder"]
    grade = [*command, "grade", tmp_path / "in", "--assignment", "linear_regression", "--out", tmp_path / "out", "-q"]
    assert subprocess.run(grade, cwd=ROOT, check=False).returncode == 0
    done = subprocess.run(
        [*command, "similar", tmp_path / "out"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert any(line.split()[:3] == ["sgd", "ann", "bob"] for line in done.stdout.splitlines()), done.stdout
    page = (tmp_path / "out" / "similar.html").read_text()
    assert (
        "<script" not in page
        and "&lt;script&gt;" in page
        and "<mark>" in page
        and "http" not in page.replace("http-equiv", "")
    )
    empty = subprocess.run(
        [*command, "similar", tmp_path / "in"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert empty.returncode == 2 and "holds no reports" in empty.stderr
