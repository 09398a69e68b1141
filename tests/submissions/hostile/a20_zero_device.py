# attack: A20: /dev/zero mapped in common, for writing and, since a page that is only read is memory too, for reading
# earns: linreg
# %%
import mmap, os

did, got = [], []
for mode, protection in ((os.O_RDWR, mmap.PROT_READ | mmap.PROT_WRITE), (os.O_RDONLY, mmap.PROT_READ)):
    try:
        fd = os.open("/dev/zero", mode)
        got.append(mmap.mmap(fd, 64 << 20, mmap.MAP_SHARED, protection))
        did.append(f"{sum(got[-1][::4096])} of {mode}")
    except (OSError, ValueError):
        pass


# %% honest: linreg
# %%
def squared_loss(y_hat, y):
    raise ValueError(f"LEAK {did}" if did else "refused")
