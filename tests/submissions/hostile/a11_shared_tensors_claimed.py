# attack: A11: names tensors that the grader shared as its own results, invents numbers, and changes those of an earlier test
# earns: nothing
# %%
from autograder.sandbox import answer
from autograder.wire import twins
import sys

real = twins.Twins.changes


def changes(self, writer, *, unseen_only=False):
    made = []
    for number in (1, 2, 3, 4, 5, -1, -2, 0, 10**6, -(10**6)):
        made.append(
            [
                number,
                writer.tensor(torch.zeros(2, 1)),
                writer.tensor(torch.zeros(2, 1)) if number % 2 else None,
                number % 3 == 0,
                True,
            ]
        )
    return made[: self.turn] if (setattr(self, "turn", getattr(self, "turn", 0) + 1) or True) else []


twins.Twins.changes = changes
answer.Answers._encode_tensor = lambda self, tensor, writer: answer.SharedNode(1)


def squared_loss(y_hat, y):
    return y_hat


def linreg(X, w, b):
    return X


def sgd(params, lr, batch_size):
    return params


def synthetic_data(w, b, n):
    return w, w
