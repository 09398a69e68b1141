# attack: A16: more deaths than there are new starts, each in another way, the last in a forked child that keeps the channel
# earns: nothing
# %% honest: linreg
# %%
import posix

posix._exit(0)
# %%
import os, signal

os.kill(os.getpid(), signal.SIGSEGV)
# %%
import ctypes

ctypes.string_at(0)
# %%
import os

os.close(3)
# %%
import os
import posix

if os.fork():
    posix._exit(0)
# %%
import os

os.abort()
