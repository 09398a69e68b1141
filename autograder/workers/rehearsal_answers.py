"""The sandbox's part in the rehearsal: a notebook of ours, and the answers to calls of what it defines."""

from __future__ import annotations

import socket
from typing import Any

from autograder.limits import Limits
from autograder.sandbox.answer import Answers
from autograder.sandbox.error import CELL, describe
from autograder.sandbox.notebook_process import seed_everything
from autograder.wire.frames import Channel
from autograder.wire.messages import AT_THE_COPY

_NOTEBOOK = """
import torch
from torch import nn
from torch.nn import functional as F

def batches(size, X, y):
    for i in range(0, len(X), size):
        yield X[i : i + size], y[i : i + size]

def loss(y_hat, y):
    return ((y_hat - y.reshape(y_hat.shape)) ** 2 / 2).sum()

def step(params, lr):
    with torch.no_grad():
        for param in params:
            param -= lr * param.grad
            param.grad.zero_()

def trainer(net, lr):
    return torch.optim.SGD([{"params": net.weight, "weight_decay": 0.1}, {"params": net.bias}], lr=lr)

class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv, self.norm = nn.Conv2d(1, 2, 3, padding=1), nn.BatchNorm2d(2)

    def forward(self, X):
        return F.relu(self.norm(self.conv(X))) + X

def descend(gradient, x):
    for _ in range(3):
        x -= 0.1 * gradient(x)
    return [x]

def fail():
    raise ValueError
"""


def answer(sock: socket.socket) -> None:
    """Answer until the other side hangs up."""
    names: dict[str, Any] = {"__name__": "__main__"}
    exec(compile(_NOTEBOOK, f"{CELL}1", "exec"), names)  # noqa: S102  the text above
    Answers(Channel(sock, AT_THE_COPY), names, lambda error: describe(error, Limits()), seed_everything).serve()
