# attack: A10: tensors written straight into the frame: negative and huge shapes, unknown dtypes, more dimensions than torch has, bytes that are missing, a bool of 255
# earns: nothing
# %%
from autograder.wire import values

layouts = [
    ["x", "float32", [-1, 3]],
    ["x", "float32", [1 << 40]],
    ["x", "float32", [1 << 28, 0]],
    ["x", "object", [1]],
    ["x", "float32", [1] * 17],
    ["x", "float32", [3, 1]],
    ["x", "float32", [1 << 14, 1 << 14, 1 << 14, 1 << 22]],
    ["x", "float32", [1.0]],
    ["x", "float32", [True]],
    ["x", "float32"],
    ["x", ["l"], [1]],
    ["x", "__class__", [1]],
    ["x", "qint8", [3]],
]
turn = [0]


def tensor(self, t):
    turn[0] += 1
    if turn[0] % 2:
        self.parts.append(memoryview(b"\xff" * 12))
    return layouts[turn[0] % len(layouts)]


values.Writer.tensor = tensor


def squared_loss(y_hat, y):
    return torch.ones(3, 1)


def linreg(X, w, b):
    return torch.ones(2, 1)


def synthetic_data(w, b, n):
    return torch.ones(n, len(w)), torch.ones(n, 1)


def sgd(params, lr, batch_size):
    params[0].data += 1
