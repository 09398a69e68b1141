# attack: A12: answers with the bytes of an earlier reply, with another call's number, twice, and in advance
# earns: nothing
# %%
from autograder.wire import frames

real, kept, turn = frames.Channel.send, [], [0]


def send(self, message, parts, deadline=None):
    turn[0] += 1
    kept.append((message, [bytes(b) for b in parts]))
    real(self, message, parts)
    if turn[0] % 3 == 0:
        real(self, *kept[0])
    if turn[0] % 3 == 1:
        real(self, *kept[-1])


frames.Channel.send = send


def squared_loss(y_hat, y):
    return y_hat


def sgd(params, lr, batch_size):
    return None


def linreg(X, w, b):
    return X[:, :1]
