"""The pool hires workers while processes come and go."""

import contextlib
import json
import os
import subprocess
import sys
import threading
import time

import msgspec
import psutil
import pytest
from parts import notebook, right

from autograder.report import ungraded
from autograder.workers import pool as pool_module
from autograder.workers.orders import Graded, Order, Terms
from autograder.workers.pool import Pool, share_of


@pytest.fixture
def terms(course):
    return Terms(course=str(course.root))


def test_a_worker_whose_first_sandbox_is_ended_asks_for_another(tmp_path, terms):
    """It finds that no sandbox can be had; but another worker has found otherwise, so the machine is not unsafe."""
    path = tmp_path / "handed_in.ipynb"
    path.write_text(json.dumps(notebook(["x = 1"])))
    order = Order("outcomes", str(path), "student", 5)
    with Pool(terms, 1) as pool:
        assert [report.status for _, report in pool.grade([order])] == ["graded"]
        sandboxes = parent_of_sandboxes(pool)
        killer = threading.Thread(target=end_next_child, args=[sandboxes])
        killer.start()
        assert [report.status for _, report in pool.grade([order])] == ["graded"]
        killer.join()
        assert sandboxes.is_running(), "a new warm process was not needed"


def test_a_sandbox_that_is_ended_while_it_waits_harms_nobody(tmp_path, monkeypatch, terms):
    """The next one is made ahead of time: when it is gone, the same worker asks for another."""
    path = tmp_path / "handed_in.ipynb"
    path.write_text(json.dumps(notebook(["x = 1"])))
    orders = [Order("outcomes", str(path), name, 5) for name in ("first", "second")]
    with Pool(terms, 1) as pool:
        grading = pool.grade(orders)
        assert next(grading)[1].status == "graded"
        for ended in end_next_child(parent_of_sandboxes(pool)):
            ended.wait(5)
        (_, report), *rest = grading
        assert (report.status, report.reason, rest, pool.hired_count) == ("graded", None, [], 1)


def test_a_submission_that_is_killed_again_and_again_gets_its_grade_in_the_end(course, tmp_path, monkeypatch, terms):
    """A machine without memory may do that: eight times in a row, and the grade does not show it."""
    slow = "import time\nquick = passes\ndef passes(*args, **kwargs):\n    time.sleep(0.3)\n    return quick(*args, **kwargs)"
    for name, cells in {"quick": [], "slow": [slow]}.items():
        (tmp_path / f"{name}.ipynb").write_text(json.dumps(notebook([*right(course, "outcomes"), *cells])))
    with Pool(terms, 1) as pool:
        grading = pool.grade([Order("outcomes", str(tmp_path / f"{name}.ipynb"), name, 5) for name in ("quick", "slow")])
        next(grading)
        ended: set[int] = set()
        graded = threading.Event()
        killer = threading.Thread(target=end_those_under_test, args=[parent_of_sandboxes(pool), ended, 8, graded])
        killer.start()
        [(_, report)] = grading
        graded.set()
        killer.join()
        assert (report.status, report.score, report.reason) == ("graded", report.max_score, None)
        assert len(ended) == 8
        assert pool.hired_count == 1


def parent_of_sandboxes(pool: Pool) -> psutil.Process:
    """In the warm process's session, but left by its starter."""
    warm = pool.warm.pid
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.NoSuchProcess, ProcessLookupError):  # some process or other has just ended
            if os.getsid(process.pid) == warm and warm not in (process.pid, process.ppid()):
                return process
    pytest.skip("without a pid namespace the sandboxes' parent looks like a worker")


def end_next_child(process: psutil.Process) -> list[psutil.Process]:
    deadline = time.monotonic() + 60
    while not (children := process.children()):
        assert time.monotonic() < deadline, "it has forked nothing"
    for child in children:
        with contextlib.suppress(psutil.NoSuchProcess):
            child.kill()
    return children


def end_those_under_test(sandboxes: psutil.Process, ended: set[int], most: int, graded: threading.Event) -> None:
    """End a sandbox when it has a copy, which answers a test's calls; and the next one, up to `most`."""
    while len(ended) < most and not graded.wait(0.02):
        for sandbox in sandboxes.children():
            with contextlib.suppress(psutil.NoSuchProcess, ProcessLookupError):
                if sandbox.pid not in ended and sandbox.children():
                    sandbox.kill()
                    ended.add(sandbox.pid)


def class_of(course, folder, *names):
    orders = []
    for name in names:
        path = folder / f"{name}.ipynb"
        path.write_text(json.dumps(notebook([f"# {name}", *right(course, "outcomes")])))
        orders.append(Order("outcomes", str(path), name, 5))
    return orders


def test_a_crash_of_the_parent_costs_nobody_anything(course, tmp_path, terms):
    """All that were being graded when it ended are graded again, one at a time, with other inputs."""
    orders = class_of(course, tmp_path, *"abcdef")
    sent = []
    with Pool(terms, 2) as pool, pytest.MonkeyPatch.context() as patched:
        send = pool_module.send_order
        patched.setattr(pool_module, "send_order", lambda worker, order: (sent.append(order), send(worker, order)))
        grading = pool.grade(orders)
        first = next(grading)
        parent_of_sandboxes(pool).kill()
        reports = dict([first, *grading])
    assert {order.student: report.score for order, report in reports.items()} == dict.fromkeys("abcdef", 12.0)
    again = [order.student for order in sent if order.attempt]
    assert again, "by themselves, after the others"
    assert again == [order.student for order in sent][-len(again) :], "by themselves, after the others"


def answered(monkeypatch, *answers):
    """Have the pool hear these in place of what workers answer: what it makes of them."""
    left = list(answers)
    hear = pool_module.hear
    monkeypatch.setattr(pool_module, "hear", lambda worker: left.pop(0) if left else hear(worker))
    return left


def report_for(order, status="graded", score=12.0):
    return msgspec.structs.replace(ungraded(order, status, "our fault: MemoryError", 12.0), score=score)


def test_who_was_disturbed_is_graded_again(course, tmp_path, monkeypatch, terms):
    """Once, and what comes then stands; with one worker, too."""
    (order,) = class_of(course, tmp_path, "a")
    disturbed = Graded(report_for(order, score=1.0), disturbed=True)
    with Pool(terms, 1) as pool:
        for second in (2.0, 0.5):
            left = answered(monkeypatch, disturbed, Graded(report_for(order, score=second), disturbed=True))
            ((_, report),) = pool.grade([order])
            assert report.score == second
            assert not left


@pytest.mark.parametrize("size", [1, 2])
def test_who_uses_up_the_memory_of_the_grader_has_done_so(course, tmp_path, monkeypatch, size, terms):
    """Twice by itself: the submission is rejected, and the run goes on."""
    (order,) = class_of(course, tmp_path, "a")
    full = Graded(report_for(order, "error"), out_of_memory=True)
    left = answered(monkeypatch, *[full] * (size + 1))
    with Pool(terms, size) as pool:
        ((same, report),) = pool.grade([order])
    assert same is order
    assert not left
    assert (report.status, report.score) == ("rejected", 0.0)
    assert "more than the memory that the grader itself may use" in report.reason


def test_a_worker_that_is_lost_again_and_again_is_a_fault_of_ours(course, tmp_path, monkeypatch, terms):
    """Nobody knows who has ended it, and a fault of ours is never a zero."""
    (order,) = class_of(course, tmp_path, "a")
    left = answered(monkeypatch, None, None, None)
    with Pool(terms, 2) as pool:
        ((same, report),) = pool.grade([order])
    assert same is order
    assert not left
    assert (report.status, report.max_score) == ("error", 12.0)
    assert report.reason == "our fault: the worker that graded it was ended, twice"


def test_one_order_after_another(course, tmp_path, monkeypatch, terms):
    """Each on a new worker, or on the same one until that is lost; what was doubtful is graded again at once."""
    first, second, third = class_of(course, tmp_path, "a", "b", "c")
    with Pool(terms, 1) as pool:
        assert [pool.grade_one(order).score for order in (first, second)] == [12.0, 12.0]
        assert pool.hired_count == 2
        assert not pool.workers
        assert [pool.grade_one(order, keep_worker=True).score for order in (first, second, third)] == [12.0] * 3
        assert pool.hired_count == 3
        assert len(pool.workers) == 1
        for worker in psutil.Process(pool.warm.pid).children():
            worker.kill()
        assert pool.grade_one(first, keep_worker=True).score == 12.0
        assert pool.hired_count == 4
        assert not pool.workers
        left = answered(monkeypatch, Graded(report_for(first, score=1.0), disturbed=True))
        assert pool.grade_one(first, keep_worker=True).score == 12.0
        assert not left
        assert not pool.workers
        assert pool.grade_one(first, keep_worker=True).score == 12.0
        assert len(pool.workers) == 1
        left = answered(monkeypatch, None, None)
        report = pool.grade_one(first)
        assert (report.status, report.max_score) == ("error", 12.0)
        assert not left
        assert not pool.workers


def test_processors_are_divided():
    """Among several workers; with one, nothing is said of them."""
    assert share_of([0, 1, 2, 3], 1, 2) == (1, 3)
    assert share_of([4, 5], 2, 3) == (4,)
    assert share_of([0, 1], 0, 1) == ()


def test_a_workers_memory_has_a_limit():
    """What it has counts as nothing."""
    code = (
        "from autograder.workers.worker import limit_memory\nlimit_memory(100)\n"
        "kept = bytearray(60 << 20)\ntry: more = bytearray(60 << 20)\nexcept MemoryError: print('met')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "met\n"
