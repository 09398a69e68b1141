# attack: A16: recursion without a limit in the cell, in __del__, in a repr, in an exception's text, in a deeply nested result
# earns: linreg
# %% honest: linreg
# %%
import sys


class Deep(Exception):
    def __str__(self):
        return str(self)

    __repr__ = __str__


def squared_loss(y_hat, y):
    raise Deep()


def sgd(params, lr, batch_size):
    x = []
    for _ in range(200_000):
        x = [x]
    return x


def synthetic_data(w, b, n):
    x = {}
    x["x"] = x
    return x, x


def data_iter(batch_size, features, labels):
    return data_iter(batch_size, features, labels)


# %%
sys.setrecursionlimit(10**6)


def f():
    return f()


f()
