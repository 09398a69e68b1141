"""A conversation of ours, held before any sandbox is forked, so that no submission is the first to have one.

Python 3.11 makes a function fast where it has run some ten times, in the process in which it has: a sandbox that lives
for a tenth of a second would begin that anew each time. Both sides are played here, with a notebook of ours: what the
warm process has answered, every sandbox that comes from it answers fast.
"""

from __future__ import annotations

import contextlib
import os
import socket
import sys
from typing import TYPE_CHECKING

import torch
from torch import nn

from autograder.limits import Limits
from autograder.sandbox.answer import Answers
from autograder.sandbox.device import card_in_sight
from autograder.sandbox.error import CELL, describe
from autograder.sandbox.notebook_process import seed_everything
from autograder.wire.frames import Channel
from autograder.wire.messages import AT_THE_COPY, AT_THE_GRADER

if TYPE_CHECKING:
    from autograder.remote.objects import Student

_TIMES = 10
_SECONDS = 30.0
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


def rehearse() -> None:
    """Let this process answer as a sandbox does; another one, which ends with it, asks as a worker does.

    Where a GPU is in sight no gradients are asked for: a process that has computed one can't be forked any more.
    """
    gradients = not card_in_sight()
    answering_end, asking_end = socket.socketpair()
    asking_process = os.fork()
    if asking_process == 0:
        try:
            answering_end.close()
            ask(asking_end, gradients=gradients)
        except BaseException:  # noqa: BLE001  to be seen, though grading goes on without
            sys.excepthook(*sys.exc_info())
        finally:
            os._exit(0)  # without what is registered for the end of the warm process
    asking_end.close()
    answer(answering_end)
    answering_end.close()
    os.waitpid(asking_process, 0)


def answer(sock: socket.socket) -> None:
    """The sandbox's part: answer calls of what the notebook defines until the other side hangs up."""
    names: dict[str, object] = {"__name__": "__main__"}
    exec(compile(_NOTEBOOK, f"{CELL}1", "exec"), names)  # noqa: S102  the text above, and nobody else's
    Answers(Channel(sock, AT_THE_COPY), names, lambda error: describe(error, Limits()), seed_everything).serve()


def ask(sock: socket.socket, *, gradients: bool = True) -> None:
    """The worker's part: ask what tests ask, again and again."""
    from autograder.remote.objects import Student  # noqa: PLC0415  here: a sandbox has no use for it
    from autograder.remote.session import Session  # noqa: PLC0415  likewise

    session = Session(Channel(sock, AT_THE_GRADER), _SECONDS, _SECONDS)
    session.may_change = _is_parameter  # as a grader allows it for a step of an optimizer
    for number in range(_TIMES):
        session.begin(number)
        _test(Student(session))
        if gradients:
            _test_gradients(Student(session))


def _is_parameter(tensor: torch.Tensor) -> bool:
    return tensor.requires_grad


def _test(student: Student) -> None:
    """Calls without gradients: iteration, changes of arguments, functions that are called back, errors."""
    X = torch.randn(6, 2)
    y = torch.randn(6, 1)
    w = torch.randn(6, 1, requires_grad=True)
    for _ in student.batches(4, X, y):
        pass
    student.loss(w, y)
    w.grad = torch.randn(6, 1)
    student.step([w], 0.1)
    student.descend(lambda x: 2 * x, 1.0)
    with contextlib.suppress(Exception):  # what an error looks like crosses, too
        student.fail()


def _test_gradients(student: Student) -> None:
    """Gradients through a function and through objects that stay in the sandbox: an optimizer, a layer."""
    w = torch.randn(6, 1, requires_grad=True)
    student.loss(w, torch.randn(6, 1)).backward()
    net = nn.Linear(2, 1)
    net(torch.randn(6, 2)).sum().backward()
    student.trainer(net, 0.1).step()
    block = student.Block()
    image = torch.randn(2, 1, 4, 4, requires_grad=True)
    for _ in block.parameters():
        pass
    block(image).sum().backward()
    block.train(False)
    block(image), block.conv.weight, block.norm.bias
