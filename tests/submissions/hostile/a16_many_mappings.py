# attack: A16: sixty thousand mappings of one page: whoever reads the list of them reads megabytes
# earns: nothing
# may-earn: linreg
# %% honest: linreg
# %%
import mmap

kept = []
try:
    for i in range(60_000):
        kept.append(mmap.mmap(-1, 4096, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, prot=mmap.PROT_READ << i % 2))
except BaseException:
    pass
