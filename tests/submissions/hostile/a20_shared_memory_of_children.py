# attack: A20: shared anonymous memory, each piece written by a child that ends at once: it is in nobody's tables
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


size = 0


def take(pieces):
    global size
    try:
        for _ in range(pieces):
            got.append(mmap.mmap(-1, 100 << 20))
            if not written_by_a_child(got[-1]):
                break
            size += 100
    except BaseException:
        pass


take(5)
# %%
take(5)
# %%
take(5)
time.sleep(0.5)


# %%
def squared_loss(y_hat, y):
    raise ValueError(f"LEAK {size} MB that are nobody's" if size > 1300 else f"stopped at {size}")
