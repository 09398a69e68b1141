# attack: A4: a thread that goes on writing "the notebook has run" and "here is a status" to the control channel, in and after the cells
# earns: nothing
# %%
import threading, time, socket, os, struct, msgspec


def later():
    end, n = time.time() + 6, 0
    while time.time() < end:
        time.sleep(0.005)
        n += 1
        tree = msgspec.msgpack.encode(
            [("finished", True, []), ("ended", n % 9, 0, False), ("jailed", ["mnt"]), ("cell", 10**6 + n), ("finished", ["d"])][n % 5]
        )
        try:
            os.write(3, struct.pack("<II", len(tree), 0) + tree)
        except OSError:
            pass


threading.Thread(target=later, daemon=True).start()


def sgd(params, lr, batch_size):
    return None


def squared_loss(y_hat, y):
    return 0


# %%
time.sleep(0.3)
