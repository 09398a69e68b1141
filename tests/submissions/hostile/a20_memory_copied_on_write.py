# attack: A20: 500 MB of the notebook's, which four children write anew, each for itself
# earns: nothing
# may-earn: linreg
# %% honest: linreg
# %%
import os, time

mine = np.ones(500 << 20, dtype=np.uint8)
pipe = os.pipe()
for _ in range(4):
    if os.fork() == 0:
        try:
            mine += 1
            os.write(pipe[1], b"x")
            time.sleep(1)
        finally:
            os._exit(0)
time.sleep(1.2)
os.set_blocking(pipe[0], False)
try:
    full = len(os.read(pipe[0], 100))
except OSError:
    full = 0
del mine


# %%
def squared_loss(y_hat, y):
    raise ValueError(f"LEAK {full} copies of 500 MB" if full > 3 else "stopped")
