"""Whatever a cell binds `random`, `np`, `torch`, `nn` or `F` to, functions find what they have always meant by them."""

import pytest

from autograder.sandbox.always_there import ALWAYS_THERE, put_back

SHUFFLED = "def shuffled():\n    values = [1, 2, 3]\n    random.shuffle(values)\n    return sorted(values)"


@pytest.mark.parametrize(
    "last",
    [
        "from random import random", "import random as rnd\nrandom = rnd.random", "random = np.random.rand", "random = torch.randn", "from random import *", "from numpy.random import *",
        "random = np.random.default_rng", "from numpy import random", "random = [1, 2]", "random = lambda: 4", "del random", "class random:\n    pass", "random = torch.rand(3)",
        "class Odd:\n    def __getattr__(self, name): raise ValueError\n    def __call__(self): pass\nrandom = Odd()",
    ],
)  # fmt: skip
def test_a_module_that_a_function_uses(lab, last):
    """It shuffles, though the name was bound to something that can't."""
    lab.run(SHUFFLED, last)
    assert lab.student().shuffled() == [1, 2, 3]


@pytest.mark.parametrize(
    ("last", "function", "expected"),
    [
        ("from random import random", "def f(): return 0 <= random() < 1", True), ("F = 96485.0", "def f(): return F / 2", 48242.5), ("F = lambda x: x + 1", "def f(): return F(1)", 2),
        ("nn = torch.nn.Identity()", "def f(): return nn(3)", 3), ("np = [4]", "class A:\n    def g(self): return np[0]\ndef f(): return A().g()", 4), ("import math as torch", "def f(): return torch.gcd(6, 4)", 2),
    ],
)  # fmt: skip
def test_a_binding_of_ones_own(lab, last, function, expected):
    """Functions that mean it find it."""
    lab.run(last, function)
    assert lab.student().f() == expected


@pytest.mark.parametrize("method", ["permutation", "standard_normal"])
def test_an_object_that_alone_has_what_is_used(lab, method):
    """NumPy's generator under the name of the module that it replaces."""
    lab.run("random = np.random.default_rng(7)", f"def f(): return len(random.{method}(4))")
    assert lab.student().f() == 4


@pytest.mark.parametrize(
    "last",
    ["from random import random", "def random(): return 0.5", "random = lambda: 0.25"],
)
def test_both_at_once(lab, last):
    """One function calls it, another one uses the module."""
    lab.run(SHUFFLED, last, "def g(): return 0 <= random() < 1")
    assert lab.student().shuffled() == [1, 2, 3]
    assert lab.student().g() is True


def test_a_class_is_still_one(lab):
    lab.run("def f(): return F.relu(torch.tensor(-1.0)).item(), isinstance(F(), F)", "class F:\n    pass")
    assert lab.student().f() == (0, True)


def test_what_ends_the_process_when_it_is_asked():
    """It is not kept."""

    class Ends:
        def __getattr__(self, name):
            raise SystemExit

    names = {"__name__": "__main__", "np": Ends()}
    exec("def f(): return np.zeros(2)", names)
    put_back(names)
    assert names["np"] is ALWAYS_THERE["np"]
