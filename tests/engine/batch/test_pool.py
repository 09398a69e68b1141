"""The pool hires workers while processes come and go."""

import contextlib
import json
import os
import threading

import psutil
import pytest
from parts import ROOT, notebook, right

from autograder.batch.orders import Order
from autograder.batch.pool import Pool


def test_a_worker_whose_first_sandbox_is_ended_asks_for_another(tmp_path):
    """It finds that no sandbox can be had; but another worker has found otherwise, so the machine is not unsafe."""
    path = tmp_path / "handed_in.ipynb"
    path.write_text(json.dumps(notebook(["x = 1"])))
    order = Order("newton", str(path), "student", 5)
    with Pool(ROOT, 1) as pool:
        assert [report.status for _, report in pool.grade([order])] == ["graded"]
        sandboxes = parent_of_sandboxes(pool)
        killer = threading.Thread(target=end_next_child, args=[sandboxes])
        killer.start()
        assert [report.status for _, report in pool.grade([order])] == ["graded"]
        killer.join()
        assert sandboxes.is_running(), "a new warm process was not needed"


def test_a_sandbox_that_is_ended_while_it_waits_harms_nobody(tmp_path, monkeypatch):
    """The next one is made ahead of time: when it is gone, the same worker asks for another."""
    path = tmp_path / "handed_in.ipynb"
    path.write_text(json.dumps(notebook(["x = 1"])))
    orders = [Order("newton", str(path), name, 5) for name in ("first", "second")]
    with Pool(ROOT, 1) as pool:
        hired, hire = [], pool._hire
        monkeypatch.setattr(pool, "_hire", lambda: hired.append(hire()) or hired[-1])
        grading = pool.grade(orders)
        assert next(grading)[1].status == "graded"
        for ended in end_next_child(parent_of_sandboxes(pool)):
            ended.wait(5)
        (_, report), *rest = grading
        assert (report.status, report.reason, rest, len(hired)) == ("graded", None, [], 1)


def test_a_submission_that_is_killed_again_and_again_gets_its_grade_in_the_end(course, tmp_path, monkeypatch):
    """A machine without memory may do that: eight times in a row, and the grade does not show it."""
    slow = "import time\nquick = newton\ndef newton(*args, **kwargs):\n    time.sleep(0.3)\n    return quick(*args, **kwargs)"
    for name, cells in {"quick": [], "slow": [slow]}.items():
        (tmp_path / f"{name}.ipynb").write_text(json.dumps(notebook([*right(course, "newton"), *cells])))
    with Pool(ROOT, 1) as pool:
        hired, hire = [], pool._hire
        monkeypatch.setattr(pool, "_hire", lambda: hired.append(hire()) or hired[-1])
        grading = pool.grade([Order("newton", str(tmp_path / f"{name}.ipynb"), name, 5) for name in ("quick", "slow")])
        next(grading)
        ended: set[int] = set()
        graded = threading.Event()
        killer = threading.Thread(target=end_those_under_test, args=[parent_of_sandboxes(pool), ended, 8, graded])
        killer.start()
        [(_, report)] = grading
        graded.set()
        killer.join()
        assert (report.status, report.score, report.reason) == ("graded", report.max_score, None)
        assert len(ended) == 8 and len(hired) == 1


def parent_of_sandboxes(pool: Pool) -> psutil.Process:
    """In the warm process's session, but left by its starter."""
    warm = pool.warm.pid
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.NoSuchProcess, ProcessLookupError):  # some process or other has just ended
            if os.getsid(process.pid) == warm and warm not in (process.pid, process.ppid()):
                return process
    pytest.skip("without a pid namespace the sandboxes' parent looks like a worker")


def end_next_child(process: psutil.Process) -> list[psutil.Process]:
    while not (children := process.children()):
        pass
    for child in children:
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
