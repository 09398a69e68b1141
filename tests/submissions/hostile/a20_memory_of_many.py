# attack: A20: eight processes of 300 MB, each below the limit; how many were filled is told
# earns: linreg
# %% honest: linreg
# %%
import os, signal, time

pipe = os.pipe()


def fill():
    for _ in range(8):
        if os.fork() == 0:
            signal.signal(signal.SIGALRM, signal.SIG_DFL)
            signal.alarm(1)  # on a busy machine some would still be filling while linreg is asked
            try:
                kept = np.ones(300 << 20, dtype=np.uint8)
                os.write(pipe[1], b"x")
                time.sleep(1)
            finally:
                os._exit(0)


fill()
os.set_blocking(pipe[0], False)
try:
    for _ in range(8):
        os.wait()
except ChildProcessError:
    pass
try:
    full = len(os.read(pipe[0], 100))
except OSError:
    full = 0


# %%
def squared_loss(y_hat, y):
    raise ValueError(f"LEAK 300 MB in each of {full} processes" if full > 6 else "stopped")
