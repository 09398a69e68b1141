"""Code that knows a hidden number tries to tell it by each field of a report: with "hints", none carries a bit of it.

Each channel is one way to fail, with a number in it that depends on a hidden input. The report has to be the same
whatever that number is. Which way of failing code chooses, when, and how long it takes, is behaviour, and is told.
"""

from __future__ import annotations

import json
import textwrap
from pathlib import Path

import msgspec
import pytest
from parts import notebook

from autograder.feedback.retelling import retold
from autograder.languages import speaking
from autograder.report import Report
from autograder.workers.orders import Order, Terms
from autograder.workers.pool import Pool

ORDER = """
title = "Numbers"

[limits]
call_seconds = 3
test_seconds = 6

[[assignments]]
name = "numbers"
title = "Numbers"
exercises = [{ name = "triple", points = 1 }, { name = "layer", points = 1 }, { name = "several", points = 1 }]
"""
SOLUTION = '''
import torch
from torch import nn

# %% exercise="triple"
def triple(x):
    """Three times x."""
    return 3 * x


# %% exercise="layer"
def layer(x):
    """A linear layer."""
    return nn.Linear(3, 2)


# %% exercise="several"
def several(x):
    """Each element, one after another."""
    yield from x
'''
GRADER = '''
import torch

from autograder.graders import as_numbers, exercise, parts, same, show


@exercise("triple", public=True)
def test_one(student):
    """Three times 1 is 3."""
    same(student.triple(1.0), 3.0)


@exercise("triple")
def test_triple(student, reference):
    """It is three times x."""
    x = torch.randn(3)
    same(student.triple(x), reference.triple(x))


@exercise("layer")
def test_layer(student):
    """It is a layer."""
    net = student.layer(torch.randn(3))
    assert net.weight.shape == (2, 3), f"a weight expected, yours is {show(net.weight)}"
    names = [name for name, _ in net.named_parameters()]
    assert len(names) == 2, f"2 parameters expected, yours has {len(names)}"


@exercise("several")
def test_several(student):
    """It gives each element."""
    x = torch.randn(3)
    values = list(student.several(x))
    same(values, list(x))


@exercise("several")
def test_several_as_numbers(student):
    """It gives numbers."""
    x = torch.randn(3)
    parts(student.several(x), 3)
    as_numbers(student.several(x))
'''
COMMON = """
    import os, signal, torch
    from torch import nn
    def number(x):
        return 100 + int(abs(float(x[0])) * 1e6) % 120
"""
CHANNELS = {
    "type": "return type(f'X{n}', (), {})()",
    "type_of_a_library": "return type(f'Linear{n}', (), {'__module__': 'torch.nn'})()",
    "qualified_name": "return type('X', (), {'__qualname__': f'X{n}', '__module__': f'm{n}'})()",
    "text": "return str(n)",
    "long_text": "return 'x' * n",
    "bytes": "return bytes(n)",
    "number": "return n",
    "fraction": "return n / 7",
    "complex": "return complex(n, n)",
    "tensor": "return torch.full((3,), float(n))",
    "shape": "return torch.zeros(n)",
    "shape_of_two": "return torch.zeros(3, n)",
    "dimensions": "return torch.zeros((1,) * (n % 13 + 3))",
    "empty": "return torch.zeros(n, 0)",
    "list": "return [1.0] * n",
    "nested": "return [[1.0] * n] * 3",
    "place_in_a_list": "return [x[0]] * (n % 3) + [None] + [x[0]] * 50",
    "tuple": "return (1,) * n",
    "dict": "return {i: i for i in range(n)}",
    "dict_key": "return {f'key{n}': 1}",
    "exception_text": "raise ValueError(n)",
    "exception_type": "raise type(f'Error{n}', (Exception,), {})()",
    "exception_type_that_reads_like_a_hint": "raise type(('X7', 'an exception', 'a', 'your')[n // 7 % 4], (Exception,), {})()",
    "exception_text_that_asks_for_advice": "raise ValueError('is not on the expected device' * (n // 7 % 2))",
    "exception_group": "raise ExceptionGroup(f'{n}', [ValueError(n)])",
    "exception_args": "raise KeyError(*range(n))",
    "missing_attribute": "raise AttributeError(f'no {n}')",
    "missing_name": "raise NameError(f'name {n!r} is not defined')",
    "exit_status": "__import__('posix')._exit(n)",
    "exit": "raise SystemExit(n)",
    "signal": "s = 34 + n % 30; signal.signal(s, signal.SIG_DFL); os.kill(os.getpid(), s)",
    "printed": "print(n); return None",
    "warned": "import warnings; warnings.warn(str(n)); return None",
    "note": "get_ipython().notes.append(f'note {n}'); return None",
    "attribute": "return type('X', (), {f'a{n}': 1})()",
    "attribute_asked": "return type('X', (), {'__getattr__': lambda self, name: (_ for _ in ()).throw(AttributeError(n))})()",
    "parameters": "return nn.ParameterList([nn.Parameter(torch.zeros(1)) for _ in range(n)])",
    "parameter_name": "m = nn.Module(); m.register_parameter(f'p{n}', nn.Parameter(torch.zeros(2, 3))); m.weight = nn.Parameter(torch.zeros(2, 3)); m.third = nn.Parameter(torch.zeros(1)); return m",
    "weight_shape": "return nn.Linear(n, 2)",
    "iterator": "return iter([1.0] * n)",
    "length": "return type('L', (), {'__len__': lambda self: n, '__getitem__': lambda self, i: range(n)[i]})()",
    "forged_error": "import autograder.sandbox.answer as a; raise type('E', (Exception,), {'__str__': lambda self: str(n)})()",
    "forged_frame": "import gc\n        from autograder.wire.frames import Channel\n        [c for c in gc.get_objects() if isinstance(c, Channel)][0].sock.sendall(bytes([n]) * n)",
    "private_use": "raise ValueError(f'\\ue001{n}\\ue002')",
    "type_with_private_use": "return type(f'X\\ue001{n}\\ue002', (), {})()",
    "braces": "return '{what}' * n",
    "table_of_codes": "return [" + ", ".join(f"'c{code}'" for code in range(100, 220)) + "][n - 100]",
    "exception_with_braces": "raise ValueError('{error}' * n)",
    "repr": "return type('R', (), {'__repr__': lambda self: str(n)})()",
    "changed_argument": "x[0] = n; return 3 * x",
    "requires_grad": "return (torch.ones(n, requires_grad=True) * 2)",
    "sparse": "return torch.zeros(n, n).to_sparse()",
    "stride": "return torch.zeros(1).expand(n)",
    "numpy": "import numpy; return numpy.zeros(n)",
    "recursion": "def f(k): return f(k - 1) if k else n\n        return f(100000)",
    "memory": "return bytearray(n)",
}


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory):
    root = tmp_path_factory.mktemp("numbers")
    for path, text in (
        ("solutions/course.toml", ORDER),
        ("solutions/numbers.py", SOLUTION),
        ("tests/graders/test_numbers.py", GRADER),
    ):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    with Pool(Terms(course=str(root), secret="secret"), 1) as made:
        yield made


def told(report: Report) -> str:
    """All that a student is told: neither the score and the times, nor what the report keeps for whoever grades."""
    plain = msgspec.to_builtins(report)
    for name in ("score", "seconds", "seed", "versions", "sources", "fingerprint", "peak_mb", "processor_seconds"):
        plain.pop(name, None)
    for exercise in plain["exercises"]:
        exercise.pop("score")
        for test in exercise["tests"]:
            test.pop("seconds")
            test.pop("score")
            test.pop("said", None)
    with speaking("zh"):
        in_chinese = [retold(test) for exercise in report.exercises for test in exercise.tests]
    return json.dumps([plain, in_chinese])


@pytest.mark.parametrize("channel", CHANNELS)
def test_no_field_tells_a_hidden_number(pool, tmp_path: Path, channel: str):
    """Three draws of the hidden inputs, one report."""
    body = CHANNELS[channel]
    functions = "".join(
        f"""
    def {name}(x):
        if not torch.is_tensor(x):
            return 3 * x
        n = number(x)
        {body}
"""
        for name in ("triple", "layer", "several")
    )
    path = tmp_path / "s.ipynb"
    path.write_text(json.dumps(notebook([textwrap.dedent(COMMON + functions)])))
    orders = [Order("numbers", str(path), "s", 1, attempt=attempt) for attempt in range(3)]
    reports = [report for _, report in pool.grade(orders)]
    assert [report.status for report in reports] == ["graded"] * 3
    first, *others = (told(report) for report in reports)
    for other in others:
        assert other == first
