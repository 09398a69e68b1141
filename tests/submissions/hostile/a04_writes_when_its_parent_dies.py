# attack: A4: it waits until its parent has been ended, and writes files then, below paths that are too long to be named
# earns: nothing
# may-earn: linreg
# %% honest: linreg
# %%
import os, time

me = os.getpid()
if os.fork() == 0:
    os.setsid()
    for _ in range(300):
        os.mkdir("deep" * 5)
        os.chdir("deep" * 5)
    end, i = time.time() + 30, 0
    while time.time() < end:
        if os.getppid() != me:
            try:
                os.mkdir(f"late{i}")
                open(f"/dev/shm/late{i}", "w").write("late")
            except OSError:
                pass
            i += 1
        time.sleep(0.001)
    os._exit(0)
