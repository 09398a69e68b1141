# attack: A16: the notebook's process ends itself while sixty children of it are being ended, each of which has memory to give back
# earns: nothing
# may-earn: linreg
# %% honest: linreg
# %%
import os, time

for _ in range(40):
    try:
        if os.fork() == 0:
            kept = bytearray(10 << 20)
            kept[::4096] = b"1" * len(kept[::4096])
            time.sleep(60)
            os._exit(0)
    except OSError:
        break
time.sleep(0.2)


def sgd(params, lr, batch_size):
    import signal

    os.kill(os.getppid(), signal.SIGKILL)
    os._exit(0)
