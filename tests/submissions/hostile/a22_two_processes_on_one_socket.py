# attack: A22: a child process and a thread write replies on the same socket as the honest answer, and read the grader's calls away
# earns: nothing
# %%
import os, sys, threading, struct, msgspec, stat


def meddle():
    tree = msgspec.msgpack.encode(["ok", 1, None, []])
    for _ in range(2000):
        for fd in range(4, 24):
            try:
                if stat.S_ISSOCK(os.fstat(fd).st_mode):
                    os.write(fd, struct.pack("<II", len(tree), 0) + tree)
                    os.set_blocking(fd, False)
                    os.read(fd, 100)
            except OSError:
                pass


def linreg(X, w, b):
    threading.Thread(target=meddle, daemon=True).start()
    if os.fork() == 0:
        meddle()
        os._exit(0)
    return X[:, :1]


def squared_loss(y_hat, y):
    if os.fork() == 0:
        return y_hat
    return y


def sgd(params, lr, batch_size):
    threading.Thread(target=meddle).start()
