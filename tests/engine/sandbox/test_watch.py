"""Totals over all processes of a submission: memory, files, processes; each exceeded has a cause in plain words."""

import pytest
from fixtures import start_parent
from parts import Lab

from autograder.limits import Limits
from autograder.remote.faults import StudentFault
from autograder.sandbox.watch import Process, family

# no test here waits for a limit of time: on a busy machine half a gigabyte may take ten seconds to fill
SMALL = Limits(
    cell_seconds=60, notebook_seconds=120, call_seconds=60, test_seconds=90, memory_mb=600, file_mb=8, files_mb=20,
    files=500, open_files=64, processes=32, output_kb=4,
)  # fmt: skip
HOG = """
import os, time
import numpy as np
def hog(processes=6, mb=250, seconds=60):
    for _ in range(processes):
        if os.fork() == 0:
            a = np.ones(mb << 17)
            time.sleep(seconds)
            os._exit(0)
    for _ in range(processes):
        os.wait()
    return 'all of it'
"""


TABLE = {
    1: Process(0, 0), 40: Process(30, 7), 30: Process(20, 7), 20: Process(1, 0), 31: Process(20, 7),
    50: Process(1, 7), 60: Process(61, 0), 61: Process(60, 0), 70: Process(99, 0),
}  # fmt: skip


@pytest.mark.parametrize(
    ("first", "user", "members"),
    [(20, None, {20, 40, 30, 31}), (20, 7, {20, 40, 30, 31, 50}), (30, None, {30, 40}), (99, None, {70}), (98, 7, {40, 30, 31, 50}), (60, None, {60, 61}), (2, None, set())],
)  # fmt: skip
def test_a_family_is_who_descends_from_its_first_process_and_who_runs_as_its_user(first, user, members):
    """The first one first; numbers in a circle, or a first process that has ended, mislead nobody."""
    result = family(first, TABLE, user)
    assert set(result) == members
    assert len(result) == len(members)
    assert first not in members or result[0] == first


@pytest.fixture(scope="module", params=["enclosed", "open"])
def worker(request):
    """The socket to a parent of sandboxes: one for all tests, since it takes seconds to start."""
    process, control, worker = start_parent(request.param)
    yield worker
    worker.close()
    control.close()
    process.wait(10)


@pytest.fixture
def small(worker):
    lab = Lab(worker, SMALL)
    yield lab
    lab.close()


def test_memory_is_counted_together(small):
    """Processes that each stay below the limit are ended; the notebook lives on, and another copy works."""
    small.run(HOG, "def f(): return 7")
    with pytest.raises(StudentFault, match="together used more than 600 MB of memory"):
        small.student().hog()
    assert small.student().f() == 7
    assert small.student().hog(processes=1, mb=300, seconds=1) == "all of it"


def test_a_cell_that_takes_too_much(small):
    """What it started is ended, with the cause; and it is left out itself where that is not enough."""
    ran = small.run(HOG, "hog()", "def f(): return 7")
    assert ran.unfinished is None, ran
    assert "together used more than 600 MB" in ran.errors.get(0, ""), ran
    assert small.student().f() == 7


@pytest.mark.parametrize(
    ("code", "cause"),
    [
        ("x = np.ones(120 << 20)", "more than 600 MB of memory"),
        ("x = torch.ones(240 << 20)", "more than 600 MB of memory"),
        ("open('big', 'wb').write(bytes(9 << 20))", "a file of more than 8 MB"),
        ("files = [open('/dev/null') for _ in range(100)]", "more than 64 files open at once"),
        ("import threading, time\nfor _ in range(60): threading.Thread(target=time.sleep, args=(0.5,), daemon=True).start()", "more than 32 processes and threads"),
        ("import os, time\nfor _ in range(60):\n    if os.fork() == 0:\n        time.sleep(0.5); os._exit(0)", "more than 32 processes and threads"),
        ("import socket\nsocket.getaddrinfo(b'192.0.2.1', 'nothing')", "no network while grading"),
    ],
)  # fmt: skip
def test_a_limit_is_named(small, code, cause):
    """In the error that the student sees, whichever limit it was."""
    ran = small.run(code, "import time; time.sleep(1)", "def f(): return 7")
    assert cause in ran.errors[2], ran.errors
    assert small.student().f() == 7


@pytest.mark.parametrize(
    "code",
    [
        "for i in range(2000): open(f'f{i}', 'w').close()\nimport time; time.sleep(1)",
        "for i in range(8): open(f'f{i}', 'wb').write(bytes(7 << 20))\nimport time; time.sleep(1)",
    ],
)
def test_files_are_counted_together(small, code):
    """In number and in size, in whichever folder."""
    ran = small.run(code, "def f(): return 7")
    assert "more than 500" in ran.errors[2], ran.errors
    assert "20 MB" in ran.errors[2], ran.errors
    assert small.student().f() == 7


def test_nine_tenths_of_each_limit_are_free(small):
    """Memory, a file, files together, open files, threads: nobody is stopped, and nothing is said."""
    ran = small.run(  # memory first: what threads leave behind takes some of it
        "x = np.ones(int(0.9 * 600) << 17)\ntotal = float(x.sum())\ndel x",
        "open('big', 'wb').write(bytes(7 << 20))\nfor i in range(440): open(f'f{i}', 'w').close()",
        "import tempfile\nwith tempfile.TemporaryFile() as f: f.write(bytes(7 << 20))",
        "files = [open('/dev/null') for _ in range(50)]\nfor f in files: f.close()",
        "import threading, time\nts = [threading.Thread(target=time.sleep, args=(0.5,)) for _ in range(26)]\nfor t in ts: t.start()\nfor t in ts: t.join()",
        "def f(): return total",
    )
    assert ran.errors == {}
    assert ran.notes == []
    assert small.student().f() == float(int(0.9 * 600) << 17)


def test_output_is_cut_in_the_middle(small):
    """Beginning and end are kept; what answers print while they are called is not."""
    ran = small.run(
        "print('first')\nfor i in range(10**6): print(i)\nprint('last')", "def f(): print('LEAK')", "print('x')"
    )
    text = ran.printed[2]
    assert text.startswith("first\n0\n1\n")
    assert text.endswith("999999\nlast\n")
    assert "characters left out" in text
    assert len(text) < 5000
    assert ran.printed[4] == "x\n"
    assert 3 not in ran.printed
    small.student().f()
