"""The graders' own tests, run on a plain namespace: what the peers and the floor execute, in the student's process.

Copied beside a notebook together with `graders/`, `solutions/` and `grading/`, the modules that graders are written with;
it needs torch and nothing else of autograder.
"""

import importlib.util
import random
import sys
import types
from pathlib import Path

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


def _exercise(name, *, weight=1, public=False, **_kwargs):
    """A public test without weight is a check of the notebook alone, which grading leaves out."""

    def mark(function):
        if name in _tests and (weight or not public):
            _tests[name].append(function)
        return function

    return mark


def _stand_in(_name):
    """Stand-ins are for whoever grades a failed part again."""
    return lambda definition: definition


def _clone(value):
    if isinstance(value, torch.Tensor):
        return value.detach().clone().requires_grad_(value.requires_grad)
    return type(value)(_clone(v) for v in value)


def _is_a(value, name):
    return any(k.__name__ == name for k in type(value).__mro__)


def _load(path, name):
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def _offer_graders():
    """Put what graders import where they look for it, without pytest and the engine."""
    offered = types.ModuleType("autograder.graders")
    for name in ("autograder", "autograder.grading", "autograder.words"):
        sys.modules[name] = types.ModuleType(name)
    words = _load(HERE / "words" / "message.py", "autograder.words.message")
    offered.__dict__.update({name: getattr(words, name) for name in ("either", "message", "told")})
    for name in ("compare", "chance", "weights"):  # the latter two import the first
        full_name = f"autograder.grading.{name}"
        module = _load(HERE / "grading" / f"{name}.py", full_name)
        offered.__dict__.update({key: value for key, value in vars(module).items() if not key.startswith("_")})
    offered.exercise = _exercise
    offered.stand_in = _stand_in
    offered.clone = _clone
    offered.is_a = _is_a
    sys.modules["autograder.graders"] = offered


def _randn(*shape, requires_grad=False, dtype=torch.float32):
    return torch.randn(shape, dtype=dtype).requires_grad_(requires_grad)


_offer_graders()
_references = {}
for _assignment, _names in EIGHT.items():
    _reference = _load(HERE / "solutions" / f"{_assignment}.py", f"reference_{_assignment}")
    _load(HERE / "graders" / f"test_{_assignment}.py", f"test_{_assignment}")
    _references |= dict.fromkeys(_names, _reference)


def run(name, names):
    """Run one exercise's tests; the first failure is raised."""
    arguments = {"student": types.SimpleNamespace(**names), "reference": _references[name], "randn": _randn, "stands_in": frozenset()}
    for test in _tests[name]:
        random.seed(1), np.random.seed(1), torch.manual_seed(1)
        wanted = test.__code__.co_varnames[: test.__code__.co_argcount]
        test(**{argument: arguments[argument] for argument in wanted})
