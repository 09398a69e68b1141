# attack: A11: whatever both sides share is nan with each reply, and so is every answer
# earns: nothing
# %%
def linreg(X, w, b):
    return X @ w + b + float("nan")


# %%
def squared_loss(y_hat, y):
    return (y_hat - y.reshape(y_hat.shape)) * float("nan")


# %%
def sgd(params, lr, batch_size):
    pass

# %%
from autograder.sandbox.answer import Answers

_send = Answers._send


def tampered(self, *reply, **options):
    for number, tensor in list(self.twins._tensors.items()):
        tensor.data.fill_(float('nan'))
    return _send(self, *reply, **options)


Answers._send = tampered
