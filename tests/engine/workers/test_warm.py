"""The warm process imports what notebooks use, and leaves out what only costs."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from forked_starts import call
from parts import COURSE, notebook, right

from autograder.workers.warm_process import warm_environment


def run(code):
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=True, env=warm_environment()
    ).stdout


def test_optimizers_work_without_the_compiler():
    """Every optimizer steps, and torch._dynamo is not loaded for it."""
    out = run(
        "import sys, torch\nfrom autograder.workers.lazy_dynamo import keep_dynamo_out\nkeep_dynamo_out()\n"
        "p = torch.nn.Parameter(torch.ones(2))\n"
        "for kind in (torch.optim.SGD, torch.optim.Adam, torch.optim.AdamW, torch.optim.RMSprop):\n"
        "    o = kind([p], lr=0.1)\n    (p * p).sum().backward()\n    o.step()\n    o.zero_grad()\n"
        "print(p.grad, 'torch._dynamo.convert_frame' in sys.modules)"
    )
    assert out.strip() == "None False"


def test_the_compiler_comes_when_it_is_asked_for():
    """torch.compile, an attribute, and an import of a submodule all find the real one."""
    head = "import torch\nfrom autograder.workers.lazy_dynamo import keep_dynamo_out\nkeep_dynamo_out()\n"
    assert run(head + "print(torch.compile(lambda x: x + 1, backend='eager')(torch.ones(1)).item())").strip() == "2.0"
    assert (
        run(head + "import torch._dynamo.config as c; print(type(torch._dynamo).__name__, c.verbose)").strip()
        == "module False"
    )


def test_nothing_multi_threaded_has_run():
    """A child of a parent that computed with several threads would hang for ever."""
    out = run(
        "from autograder.workers.warm import import_everything\nimport_everything()\nimport os, torch\n"
        "print(torch.get_num_threads(), len(os.listdir('/proc/self/task')))"
    )
    assert out.strip() == "1 1"


def test_a_notebook_sees_nothing_of_the_rehearsal(grade):
    """Its classes are gone before anything is forked; and garbage is collected where notebooks run."""
    ours = "[kind.__name__ for kind in nn.Module.__subclasses__() if not kind.__module__.startswith('torch')]"
    report = grade(["import gc\nfrom torch import nn", f"assert gc.isenabled()\nassert {ours} == [], {ours}"])
    assert report.reason is None


@pytest.mark.parametrize("words", [["--version"], ["grade", "nowhere", "--assignment", "outcomes"], ["grade"]])
def test_a_fork_says_what_the_program_says(words):
    """As `call` has it in these tests: status, output and errors."""
    command = [Path(sys.executable).with_name("autograder"), *words]
    started = subprocess.run(command, cwd=COURSE, capture_output=True, text=True, check=False)
    forked = call(*words, cwd=COURSE)
    assert (forked.returncode, forked.stdout, forked.stderr) == (started.returncode, started.stdout, started.stderr)


MEASURED = ("seconds", "peak_mb", "processor_seconds")  # differ from run to run


def without_measures(text):
    return json.loads(text, object_hook=lambda part: {name: value for name, value in part.items() if name not in MEASURED})


def test_a_fork_grades_as_a_start_does(course, tmp_path):
    """What the notebook finds around it is told, too: its environment, its threads, its descriptors."""
    look = "import os\nprint(sorted(os.environ.items()), os.listdir('/proc/self/fd'), torch.get_num_threads(), os.getcwd())"
    path = tmp_path / "ann.ipynb"
    path.write_text(json.dumps(notebook([*right(course, "outcomes"), look])))
    words = ["grade", path, "--assignment", "outcomes", "--seed", 1, "--json"]
    started = subprocess.run([sys.executable, "-m", "autograder", *map(str, words), tmp_path / "started.json"], cwd=course.root, capture_output=True, text=True, check=False)  # fmt: skip
    forked = call(*words, tmp_path / "forked.json", cwd=course.root)
    assert (started.returncode, forked.returncode) == (0, 0), started.stderr + forked.stderr
    reports = [without_measures((tmp_path / name).read_text()) for name in ("started.json", "forked.json")]
    assert "PYTHONHASHSEED" in json.dumps(reports[0])
    assert reports[0] == reports[1]
