# attack: A16: ends by SIGSEGV, SIGKILL, SIGABRT, SIGBUS, SIGFPE, SIGSYS, a stack overflow in C
# earns: linreg
# %% honest: linreg
# %%
import ctypes, os, signal, sys


def squared_loss(y_hat, y):
    ctypes.string_at(0)


def sgd(params, lr, batch_size):
    os.kill(os.getpid(), signal.SIGKILL)


def synthetic_data(w, b, n):
    os.abort()


def data_iter(batch_size, features, labels):
    sys.setrecursionlimit(10**9)

    def down(x):
        return [down([x]) for _ in map(down, [x])]

    exec("lambda: " + "(" * 50 + ")" * 50)
    return down(1)


def train_linreg(features, labels, lr=0.03, num_epochs=3, batch_size=10):
    ctypes.CDLL(None).syscall(0x40000000 + 39)
    ctypes.CFUNCTYPE(None)(1)()
