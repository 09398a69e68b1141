# attack: A20: many files of 60 MB, each below the limit of one: how much is kept in all
# earns: linreg
# %%
import os

total = 0
for place in (".", "/tmp", "/dev/shm"):
    for n in range(14):
        try:
            with open(f"{place}/{n}", "wb") as f:
                for _ in range(60):
                    f.write(b"\1" * (1 << 20))
                    f.flush()
                    total += 1
        except OSError:
            break


# %% honest: linreg
# %%
def squared_loss(y_hat, y):
    raise ValueError(f"LEAK {total} MB of files" if total > 1024 else "stopped")
