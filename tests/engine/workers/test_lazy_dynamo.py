"""What torch offers is there with the stand-in for its compiler as it is without."""

import json
import subprocess
import sys

from parts import COURSE

# each public part of torch, and those below that are built on the compiler, imported one after another
PROGRAM = """
import importlib, json, pkgutil, sys, warnings
import torch
if sys.argv[1] == "stand-in":
    from autograder.workers.lazy_dynamo import keep_dynamo_out
    keep_dynamo_out()
import torch.optim
warnings.simplefilter("ignore")
names = [f"torch.{part.name}" for part in pkgutil.iter_modules(torch.__path__) if not part.name.startswith("_")]
names += ["torch.distributed.tensor", "torch.distributed.fsdp", "torch.distributed.checkpoint", "torch.ao.quantization",
          "torch.nn.utils.parametrize", "torch.utils.checkpoint", "torch.fx.experimental.proxy_tensor", "torch._dynamo"]
failed = {}
for name in names:
    if name in ("torch.testing", "torch.cuda"):
        continue
    try:
        module = importlib.import_module(name)
        assert module.__spec__.origin or module.__spec__.submodule_search_locations
    except Exception as error:
        failed[name] = type(error).__name__
print(json.dumps(failed))
"""
USES = {
    "trace": "torch.jit.trace(lambda a: a * 1, torch.zeros(2, 1))(torch.ones(1, 1)).item() == 1",
    "script": "torch.jit.script(torch.nn.Linear(1, 1))(torch.ones(1, 1)).shape == (1, 1)",
    "export": "torch.export.export(torch.nn.Linear(1, 1), (torch.ones(1, 1),)).module()(torch.ones(1, 1)).shape == (1, 1)",
    "tensor": "__import__('torch.distributed.tensor') is torch and torch.distributed.tensor.DTensor.__name__ == 'DTensor'",
    "functional": "torch.func.jacrev(lambda x: x**2)(torch.ones(2)).sum().item() == 4",
    "optimizer": "len(torch.optim.Adam([torch.ones(1, requires_grad=True)]).param_groups) == 1",
    "symbolic": "torch.fx.symbolic_trace(torch.nn.Linear(1, 1))(torch.ones(1, 1)).shape == (1, 1)",
    "nothing is compiled": "torch.compiler.is_compiling() is False",
}


def run(program, *arguments):
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", program, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def test_each_part_of_torch_can_be_imported():
    """As many fail as fail without the stand-in: those whose libraries are not installed."""
    assert json.loads(run(PROGRAM, "stand-in")) == json.loads(run(PROGRAM, "without"))


def test_what_it_is_used_for():
    """Each in a process that has not loaded the compiler before."""
    program = """
import json, os, sys
import torch
from autograder.workers.lazy_dynamo import keep_dynamo_out
keep_dynamo_out()
import torch.optim
for name, use in json.loads(sys.argv[1]).items():
    if os.fork() == 0:
        print(name, eval(use), flush=True)
        os._exit(0)
    os.wait()
"""
    assert run(program, json.dumps(USES)) == "".join(f"{name} True\n" for name in USES)


def test_the_compiler_stays_out_of_a_worker():
    """A grader is collected without a look at what would bring it in: that takes seconds, and 70 MB."""
    program = """
import sys
from pathlib import Path
from autograder.workers.warm import import_everything
import_everything()
from autograder.grading.pytest_session import collected
from autograder.grading.reference import load_reference
course = Path(sys.argv[1])
with collected(course / "tests/graders/test_outcomes.py", lambda: load_reference(course / "solutions/outcomes.py"), 10.0):
    print("sympy" in sys.modules, any(name.startswith("torch._dynamo.") for name in sys.modules))
"""
    assert run(program, str(COURSE)).split() == ["False", "False"]
