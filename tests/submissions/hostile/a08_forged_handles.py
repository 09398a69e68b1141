# attack: A8: handles with forged numbers, kinds and names: "torch.Tensor", 10**9 of them, the grader's own objects, a method as a value
# earns: nothing
# %%
from autograder.sandbox import answer

forms = [
    ["h", 0, "Tensor", ["torch.Tensor", "torch.nn.Parameter"], True, True],
    ["h", -1, "x", [], True, True],
    ["h", 1 << 62, "\x1b[31mpassed", ["builtins.float"] * 16, False, True],
    ["O", 0],
    ["O", -1],
    ["m"],
    ["s", 1],
    ["s", -1],
    ["s", 2],
    ["g", 0, 0, ["x", "float32", [3, 1]]],
    ["t", [["m"], ["m"]]],
    ["l", [["h", n, "a", [], True, True] for n in range(12000)]],
]
count = [0]


class Forged:
    pass


def handle(self, value):
    count[0] += 1
    return forms[count[0] % len(forms)]


answer.Answers._handle = handle


def squared_loss(y_hat, y):
    return Forged()


def sgd(params, lr, batch_size):
    return Forged()


def linreg(X, w, b):
    return Forged()


def synthetic_data(w, b, n):
    return Forged(), Forged()


def data_iter(*a):
    return Forged()


def train_linreg(*a, **k):
    return Forged()
