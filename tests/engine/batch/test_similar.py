"""Similar work: copies are found whatever was renamed; what the exercise, the reference or the class explain is not."""

import json
import os
import subprocess
import sys

import msgspec
from forked_starts import call
from parts import notebook, right

from autograder.batch.similar import pairs, public_code
from autograder.report import Report, Source

OWN = """def in_place(params, lr, batch_size):
    scale = lr / batch_size
    with torch.no_grad():
        for position in range(len(params)):
            change = torch.mul(params[position].grad, scale)
            params[position].data = torch.sub(params[position].data, change)
            params[position].grad = torch.zeros_like(change)
"""
RENAMED = """def in_place(weights, rate, n):  # all my own work

    s = rate / n
    with torch.no_grad():
        for k in range(len(weights)):
            d = torch.mul(weights[k].grad, s)   # the step
            weights[k].data = torch.sub(weights[k].data, d)
            weights[k].grad = torch.zeros_like(d)
"""
OTHER = """def in_place(params, lr, batch_size):
    optimizer = torch.optim.SGD(params, lr=lr / batch_size)
    optimizer.step()
    optimizer.zero_grad(set_to_none=True)
"""


def report(student, **sources):
    return Report(
        assignment="kinds", student=student, score=0, max_score=0, status="graded", reason=None, seed=1, isolation=(), device="cpu",
        versions={}, seconds=0, exercises=(), sources=tuple(Source(name, 1, text) for name, text in sources.items()),
    )  # fmt: skip


def test_a_renamed_copy_is_found():
    """With other names, blanks and comments; what both have is marked in either text."""
    (pair,) = pairs([report("ann", in_place=OWN), report("bob", in_place=RENAMED), report("eve", in_place=OTHER)], [], 0.8)
    assert (pair.exercise, pair.students, pair.how) == ("in_place", ("ann", "bob"), "100% alike")
    for text, slices in zip(pair.texts, pair.slices, strict=True):
        assert any("torch.mul" in text[start:stop] for start, stop in slices)


def test_only_the_same_exercise_is_compared():
    """The same lines under two exercises are no pair, and nobody is paired with themselves."""
    assert pairs([report("ann", in_place=OWN, train=OWN), report("bob", other=OWN)], [], 0.8) == []


def test_what_the_reference_says_is_no_sign(course):
    """Two who write what the solution has are not shown, nor two whose stubs are empty."""
    reference = next(s for s in right(course, "kinds") if s.startswith("def uses_others"))
    stub = reference[: reference.rindex('"""') + 3] + "\n    raise NotImplementedError"
    shown = public_code(course, "kinds")
    for text in (reference, stub):
        assert pairs([report("ann", uses_others=text), report("bob", uses_others=text)], shown, 0.8) == []
    assert len(pairs([report("ann", uses_others=reference), report("bob", uses_others=reference)], [], 0.8)) == 1


def test_what_many_have_written_is_how_it_is_done():
    """Two of a class are a pair; ten are a habit."""
    class_ = [report(f"other{i}", in_place=OTHER.replace("1", str(i))) for i in range(10)]
    assert len(pairs([*class_[:1], report("ann", in_place=OWN), report("bob", in_place=RENAMED)], [], 0.8)) == 1
    assert pairs([report(f"s{i}", in_place=OWN) for i in range(10)], [], 0.8) == []


def test_the_same_in_every_process(tmp_path):
    """Python hashes texts differently in each process; what is shown does not depend on it."""
    changed = RENAMED.replace("torch.sub", "torch.add").replace("* s", "* -s").replace("torch.mul", "torch.div")
    (tmp_path / "reports").write_bytes(msgspec.msgpack.encode([report("ann", a=OWN), report("bob", a=changed)]))
    program = (
        "import msgspec\nfrom autograder.batch.similar import pairs\nfrom autograder.report import Report\n"
        "reports = msgspec.msgpack.decode(open('reports', 'rb').read(), type=list[Report])\n"
        "print([(pair.alike, pair.slices) for pair in pairs(reports, [], 0.0)])\n"
    )
    said = set()
    for hash_seed in "1234":
        environment = os.environ | {"PYTHONHASHSEED": hash_seed}
        command = [sys.executable, "-c", program]
        done = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=True)
        said.add(done.stdout)
    assert len(said) == 1, said
    assert said != {"[]\n"}


def test_the_command_lists_and_shows_them(course, tmp_path):
    """From a graded class to a table and a page; the page escapes what students wrote, and needs nothing else."""
    (tmp_path / "in").mkdir()
    evil = OWN + "# <script>alert(1)</script>\n"
    for name, text in {"ann": evil, "bob": RENAMED, "eve<i>": OTHER}.items():
        (tmp_path / "in" / f"{name}.ipynb").write_text(
            json.dumps(notebook(right(course, "kinds", in_place=text)))
        )
    graded = call("grade", tmp_path / "in", "--assignment", "kinds", "--out", tmp_path / "out", "-q", cwd=course.root)
    assert graded.returncode == 0
    done = call("similar", tmp_path / "out", cwd=course.root)
    assert done.returncode == 0, done.stderr
    assert any(line.split()[:3] == ["in_place", "ann", "bob"] for line in done.stdout.splitlines()), done.stdout
    page = (tmp_path / "out" / "similar.html").read_text()
    assert (
        "<script" not in page
    )
    assert (
        "&lt;script&gt;" in page
    )
    assert (
        "<mark>" in page
    )
    assert (
        "http" not in page.replace("http-equiv", "")
    )
    empty = call("similar", tmp_path / "in", cwd=course.root)
    assert empty.returncode == 2
    assert "holds no reports" in empty.stderr
