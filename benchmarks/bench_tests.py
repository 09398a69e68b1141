"""The graders' own tests, run on a plain namespace: what the peers and the floor execute, in the student's process.

Copied beside a notebook together with `graders/`, `solutions/` and `compare.py`; it needs torch and nothing of autograder.
"""

import importlib.util
import random
import sys
import types
from pathlib import Path

import compare
import numpy as np
import torch

HERE = Path(__file__).resolve().parent
EIGHT = {
    "linear_regression": ("data_iter", "squared_loss", "sgd"),
    "weight_decay": ("l2_penalty", "weight_decay_trainer"),
    "batch_norm": ("batch_norm",),
    "residual": ("Residual",),
    "newton": ("newton",),
}
_tests = {name: [] for names in EIGHT.values() for name in names}


def _exercise(name, **_kwargs):
    def mark(function):
        if name in _tests:
            _tests[name].append(function)
        return function

    return mark


def _clone(value):
    if isinstance(value, torch.Tensor):
        return value.detach().clone().requires_grad_(value.requires_grad)
    return type(value)(_clone(v) for v in value)


def _is_a(value, name):
    return any(k.__name__ == name for k in type(value).__mro__)


def _load(path, name):
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _marks():
    marks = types.ModuleType("autograder.graders")
    marks.__dict__.update(
        {n: getattr(compare, n) for n in ("Mismatch", "as_numbers", "difference", "parts", "plotted", "same", "show")}
    )
    marks.exercise, marks.clone, marks.is_a = _exercise, _clone, _is_a
    for name in ("autograder", "autograder.grading"):
        sys.modules.setdefault(name, types.ModuleType(name))
    sys.modules["autograder.graders"] = marks


def _randn(*shape, requires_grad=False, dtype=torch.float32):
    return torch.randn(shape, dtype=dtype).requires_grad_(requires_grad)


_marks()
_references = {}
for _assignment, _names in EIGHT.items():
    _reference = _load(HERE / "solutions" / f"{_assignment}.py", f"reference_{_assignment}")
    _load(HERE / "graders" / f"test_{_assignment}.py", f"test_{_assignment}")
    _references |= dict.fromkeys(_names, _reference)


def run(name, names):
    """Run one exercise's tests; the first failure is raised."""
    arguments = {"student": types.SimpleNamespace(**names), "reference": _references[name], "randn": _randn}
    for test in _tests[name]:
        random.seed(1), np.random.seed(1), torch.manual_seed(1)
        wanted = test.__code__.co_varnames[: test.__code__.co_argcount]
        test(**{argument: arguments[argument] for argument in wanted})
