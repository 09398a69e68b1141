"""The pool hires workers while processes come and go."""

import contextlib
import json
import os
import threading

import psutil
import pytest
from parts import ROOT, notebook

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


def parent_of_sandboxes(pool: Pool) -> psutil.Process:
    """In the warm process's session, but left by its starter."""
    warm = pool.warm.pid
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.NoSuchProcess, ProcessLookupError):  # some process or other has just ended
            if os.getsid(process.pid) == warm and warm not in (process.pid, process.ppid()):
                return process
    pytest.skip("without a pid namespace the sandboxes' parent looks like a worker")


def end_next_child(process: psutil.Process) -> None:
    while not (children := process.children()):
        pass
    for child in children:
        child.kill()
