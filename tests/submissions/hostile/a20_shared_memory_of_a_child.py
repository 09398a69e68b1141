# attack: A20: memory in common that only a child has written, that was given back and is still there, that is remapped
# earns: linreg
# %%
import ctypes, mmap, os

did, got = [], []
libc = ctypes.CDLL(None, use_errno=True)
libc.mmap.restype = ctypes.c_void_p
libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t] + [ctypes.c_int] * 3 + [ctypes.c_long]
for flags in (0x21, 0x23, 0x21 | 0x4000, 0x21 | 0x40000, 0x21 | 0x8000):
    at = libc.mmap(None, 8 << 20, 3, flags, -1, 0)
    if at not in (None, 2**64 - 1):
        did.append(hex(flags))
try:
    for _ in range(20):
        got.append(mmap.mmap(-1, 64 << 20))
        child = os.fork()
        if child == 0:
            got[-1].write(b"\1" * (64 << 20))
            os._exit(0)
        os.waitpid(child, 0)
        got[-1].madvise(mmap.MADV_DONTNEED)
    did.append("1.2 GB of children")
except OSError:
    pass


# %% honest: linreg
# %%
def squared_loss(y_hat, y):
    raise ValueError(f"LEAK {did}" if did else "refused")
