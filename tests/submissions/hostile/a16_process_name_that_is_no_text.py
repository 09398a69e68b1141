# attack: A16: the notebook's process, a child and threads of it have names that are no UTF-8, or look like a line of /proc
# earns: linreg
# %% honest: linreg
# %%
import ctypes, os, threading, time

libc = ctypes.CDLL(None)


def named(name):
    libc.prctl(15, name, 0, 0, 0)
    time.sleep(0.4)


for name in (b"\xff\xfe\xfd", b"\n)\nPPid:\t1\n", b") Z 1 1 1 (", b"\x1b]0;x\x07", b""):
    threading.Thread(target=named, args=(name,), daemon=True).start()
    if os.fork() == 0:
        named(name)
        os._exit(0)
named(b"\xff Uid:\t0\n")


def sgd(params, lr, batch_size):
    named(b"\xff\xff")
