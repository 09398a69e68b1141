"""Exits, breakpoints, workers and programs in a notebook: what can work does, and what can't is said in words."""

import pytest

from autograder.grading.verdict import verdict_on_answer

ADVICE = ": an exit ends nothing while grading: delete it, or return instead"


@pytest.mark.parametrize(
    "line",
    ["exit()", "quit()", "exit(1)", "quit('done')", "import sys; sys.exit()", "import sys; sys.exit('done')", "raise SystemExit", "import os; os._exit(0)", "from os import _exit; _exit(3)"],
)
def test_an_exit_costs_itself(lab, line):
    """In a cell, what stands below it still runs; in a function, the call has failed. Both are told what to do."""
    ran = lab.run(f"{line}\nx = 1", f"def f():\n    {line}\n    return x", "def g(): return x")
    assert ran.errors[2].endswith(f"in cell 2, line 1: `{line}`{ADVICE}")
    assert ran.errors[2].startswith("SystemExit")
    assert lab.student().g() == 1
    with pytest.raises(Exception, match="your code raised SystemExit") as raised:
        lab.student().f()
    assert str(raised.value).endswith(ADVICE)
    hint = verdict_on_answer(raised.value, 0.0).hint
    assert hint == f"your code raised SystemExit, in cell 3, line 2: `{line}`{ADVICE}"


@pytest.mark.parametrize("line", ["breakpoint()", "import pdb; pdb.set_trace()", "from pdb import set_trace; set_trace()"])
def test_a_breakpoint_is_passed(lab, line):
    ran = lab.run(f"{line}\nx = 1", f"def f():\n    {line}\n    return x")
    assert not ran.errors
    assert lab.student().f() == 1


WORKERS = {
    "joblib": "from joblib import Parallel, delayed\nvalue = sum(Parallel(n_jobs=2)(delayed(abs)(i) for i in (-1, -2)))",
    "joblib's processes": "from joblib import Parallel, delayed\nvalue = sum(Parallel(n_jobs=2, backend='multiprocessing')(delayed(abs)(i) for i in (-1, -2)))",
    "spawn": "import multiprocessing\nwith multiprocessing.get_context('spawn').Pool(2) as pool:\n    value = sum(pool.map(abs, [-1, -2]))",
    "forkserver": "import multiprocessing\nwith multiprocessing.get_context('forkserver').Pool(2) as pool:\n    value = sum(pool.map(abs, [-1, -2]))",
    "a start method": "import multiprocessing\nmultiprocessing.set_start_method('spawn', force=True)\nwith multiprocessing.Pool(2) as pool:\n    value = sum(pool.map(abs, [-1, -2]))",
    "futures": "from concurrent.futures import ProcessPoolExecutor\nwith ProcessPoolExecutor(2) as pool:\n    value = sum(pool.map(abs, [-1, -2]))",
    "futures that spawn": "import multiprocessing\nfrom concurrent.futures import ProcessPoolExecutor\nwith ProcessPoolExecutor(2, mp_context=multiprocessing.get_context('spawn')) as pool:\n    value = sum(pool.map(abs, [-1, -2]))",
    "a loader": "value = sum(int(b) for b in torch.utils.data.DataLoader([1, 2], batch_size=None, num_workers=2))",
    "a loader that spawns": "value = sum(int(b) for b in torch.utils.data.DataLoader([1, 2], batch_size=None, num_workers=2, multiprocessing_context='spawn'))",
    "shared memory": "from multiprocessing import shared_memory\nblock = shared_memory.SharedMemory(create=True, size=8)\nblock.buf[0] = 3\nvalue = block.buf[0]\nblock.close()\nblock.unlink()",
    "a lock": "import multiprocessing\nwith multiprocessing.get_context('spawn').Lock():\n    value = 3",
    "a manager": "import multiprocessing\nwith multiprocessing.Manager() as manager:\n    shared = manager.dict(a=3)\n    value = shared['a']",
    "fork": "import os\nchild = os.fork()\nif child == 0:\n    os._exit(3)\nvalue = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])",
    "a child that goes on": "import os\nchild = os.fork()\nvalue = 3",
    "torch's": "import torch.multiprocessing as tmp\ntmp.spawn(abs, nprocs=1)\nvalue = 3",
}  # fmt: skip


@pytest.mark.parametrize("kind", WORKERS)
def test_workers(lab, kind):
    """As in Jupyter, in a cell and in a function."""
    body = WORKERS[kind].replace("\n", "\n    ")
    ran = lab.run(WORKERS[kind], f"def f():\n    {body}\n    return value", "def g(): return value")
    assert not ran.errors
    assert lab.student().g() == 3
    assert lab.student().f() == 3


PROGRAMS = {
    "import subprocess; subprocess.run(['ls', '-l'])": "`ls`", "import subprocess; subprocess.check_output('ls -l', shell=True)": "`ls`", "import os; os.popen('nvidia-smi').read()": "`nvidia-smi`",
    "import os; os.execv('/bin/ls', ['ls'])": "`/bin/ls`", "import os; os.posix_spawn('/bin/ls', ['ls'], {})": "`/bin/ls`", "import pathlib, subprocess; subprocess.Popen([pathlib.Path('/bin/ls')])": "`/bin/ls`",
    "import asyncio; p = await asyncio.create_subprocess_exec('git')": "`git`",
}  # fmt: skip


@pytest.mark.parametrize("line", PROGRAMS)
def test_programs(lab, line):
    """By a sentence that names them; whoever expects that a program may be missing goes on."""
    ran = lab.run(line)
    assert ran.errors[2] == f"ProgramNotRun: {PROGRAMS[line]}, in cell 2, line 1: `{line}`: other programs are not run while grading"


def test_whoever_can_do_without_a_program(lab):
    ran = lab.run("import os, subprocess\ntry:\n    subprocess.run(['git'])\nexcept OSError:\n    x = 1", "status = os.system('ls')", "def f(): return x, status != 0")
    assert not ran.errors
    assert ran.notes == ["cell 3: `ls` is not run while grading"]
    assert lab.student().f() == (1, True)


@pytest.mark.parametrize(
    ("call", "said"),
    [("trainer(1, 2, 3)", "`trainer` takes (x1, x2); you called it with 3 arguments"), ("trainer()", "`trainer` takes (x1, x2); you called it with 0 arguments"), ("(lambda: [trainer][0](1))()", "takes (x1, x2); you called it with 1 argument")],
)  # fmt: skip
def test_a_tests_function_that_takes_other_arguments(lab, call, said):
    """By the name that the student gives it, and without that of our test."""
    lab.run(f"def f(trainer): return {call}")
    with pytest.raises(TypeError) as raised:
        lab.student().f(lambda x1, x2: x1 + x2)
    assert said in str(raised.value)
    assert "test_" not in str(raised.value)
