# attack: A20: a child maps, fills and keeps shared memory, its maker unmaps it, and the child waits under a name that is no UTF-8
# earns: linreg
# %% honest: linreg
# %%
import mmap, os, time

got, one = [], b"\1" * (100 << 20)


def written_by_a_child(m):
    """Whether a child could write to all of it: the memory is then no process's own."""
    process = os.fork()
    if process == 0:
        try:
            m.write(one)
        finally:
            os._exit(0)
    return os.waitpid(process, 0)[1] == 0

import ctypes

size = 0
for _ in range(3):
    if os.fork() == 0:
        ctypes.CDLL(None).prctl(15, b"\xff)\n", 0, 0, 0)
        try:
            for _ in range(5):
                got.append(mmap.mmap(-1, 100 << 20))
                got[-1].write(one)
                got[-1].madvise(mmap.MADV_DONTNEED)
                open(f"filled-{os.getpid()}-{len(got)}", "w").close()
            time.sleep(2)
        finally:
            os._exit(0)
time.sleep(1.5)
size = 100 * sum(name.startswith("filled-") for name in os.listdir(".")) * (os.waitpid(-1, os.WNOHANG)[0] == 0)


# %%
def squared_loss(y_hat, y):
    raise ValueError(f"LEAK {size} MB that are nobody's" if size > 1300 else f"stopped at {size}")
