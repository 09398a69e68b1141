# honest-work: dataclasses, typing, enum, lru_cache, deep recursion, generators, decorators, walrus, match
# earns: all
# %%
from __future__ import annotations
import sys, functools, enum
from dataclasses import dataclass
from typing import Iterator, NamedTuple, Protocol


@dataclass(frozen=True)
class Config:
    lr: float = 0.1


class Point(NamedTuple):
    x: int


class Color(enum.Enum):
    RED = 1


@functools.lru_cache(maxsize=None)
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


sys.setrecursionlimit(20_000)


def depth(n):
    return 0 if n == 0 else 1 + depth(n - 1)


assert fib(200) > 0 and depth(9_000) == 9_000
match Point(3):
    case Point(x=n) if (m := n) == 3:
        print(m)
# %% honest: synthetic_data, data_iter, linreg, squared_loss, sgd, train_linreg
# %%
print(Config(), Color.RED)
