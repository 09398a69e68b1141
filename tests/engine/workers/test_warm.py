"""The warm process imports what notebooks use, and leaves out what only costs."""

import subprocess
import sys

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
