# attack: A4: a daemon by double fork and setsid, that outlives its process, writes files again and again, and keeps the grader's socket
# earns: linreg
# %% honest: linreg
# %%
import os, signal, time, json


def daemon():
    if os.fork():
        return os.wait()
    os.setsid()
    if os.fork():
        os._exit(0)
    for s in range(1, 65):
        try:
            signal.signal(s, signal.SIG_IGN)
        except (OSError, ValueError):
            pass
    end = time.time() + 60
    while time.time() < end:
        for place in (".", "/tmp", "/dev/shm", "/tmp/hostile/out/linear_regression"):
            try:
                json.dump({"score": 12, "status": "graded"}, open(f"{place}/a04_daemon_double_fork.json", "w"))
            except OSError:
                pass
        time.sleep(0.01)
    os._exit(0)


daemon()


def sgd(params, lr, batch_size):
    daemon()
    os._exit(0)
