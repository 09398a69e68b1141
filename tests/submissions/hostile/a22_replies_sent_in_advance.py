# attack: A22: on the first call sends the replies for all calls to come, with plausible tensors of every shape seen
# earns: nothing
# %%
import struct, msgspec, sys, os


def answers_of():
    f = sys._getframe()
    while f:
        s = f.f_locals.get("self")
        if type(s).__name__ == "Answers":
            return s
        f = f.f_back


def flood(value, body):
    s = answers_of()
    data = b""
    for n in range(1, 40):
        tree = msgspec.msgpack.encode(["ok", n, value, []])
        data += struct.pack("<II", len(tree), len(body)) + tree + body
    s.channel.sock.sendall(data)


def squared_loss(y_hat, y):
    flood(["x", "float32", list(y_hat.shape)], bytes(4 * y_hat.numel()))


def linreg(X, w, b):
    flood(["x", "float32", [len(X), 1]], bytes(4 * len(X)))


def sgd(params, lr, batch_size):
    flood(None, b"")


def data_iter(batch_size, features, labels):
    flood(["t", [["x", "float32", [4, 2]], ["x", "float32", [4, 1]]]], bytes(48))


def train_linreg(features, labels, lr=0.03, num_epochs=3, batch_size=10):
    flood(
        ["t", [["x", "float32", [features.shape[1], 1]], ["x", "float32", [1]], ["l", [0.0] * num_epochs]]], bytes(400)
    )
