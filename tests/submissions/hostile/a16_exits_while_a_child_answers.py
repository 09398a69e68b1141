# attack: A16: the notebook's process forks; the child takes its place and its channel, the first one leaves or waits
# earns: nothing
# may-earn: linreg
# %% honest: linreg
# %%
import os, time

if os.fork():
    os.wait()
    os._exit(0)


def sgd(params, lr, batch_size):
    if os.fork() == 0:
        return None
    os._exit(0)
