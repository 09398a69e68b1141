# attack: A12: answers with the bytes of an earlier reply, with another call's number, twice, and in advance
# earns: nothing
# %%
from autograder.wire import frames

real, kept, turn = frames.Channel.send, [], [0]


def send(self, buffers, deadline=None):
    turn[0] += 1
    kept.append([bytes(b) for b in buffers])
    real(self, buffers)
    if turn[0] % 3 == 0:
        real(self, kept[0])
    if turn[0] % 3 == 1:
        real(self, kept[-1])


frames.Channel.send = send


def squared_loss(y_hat, y):
    return y_hat


def sgd(params, lr, batch_size):
    return None


def linreg(X, w, b):
    return X[:, :1]
