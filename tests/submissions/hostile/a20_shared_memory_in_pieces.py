# attack: A20: the same in fifteen hundred pieces of one megabyte, with private mappings between them
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


size, small = 0, b"\1" * (1 << 20)


def take(pieces):
    global size
    try:
        for _ in range(pieces):
            got.append(mmap.mmap(-1, 1 << 20))
            got.append(mmap.mmap(-1, 4096, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS))
            got[-2].write(small)
            got[-2].madvise(mmap.MADV_DONTNEED)
            size += 1
    except BaseException:
        pass


take(500)
# %%
take(500)
# %%
take(500)
time.sleep(0.5)


# %%
def squared_loss(y_hat, y):
    raise ValueError(f"LEAK {size} MB that are nobody's" if size > 1300 else f"stopped at {size}")
