# honest-work: what a program asks of its system: limits, signals, timers, names of threads, a database in a file, locks of files
# earns: all
# %% honest: synthetic_data, data_iter, linreg, squared_loss, sgd, train_linreg
# %%
import asyncio, fcntl, resource, select, selectors, signal, socket, sqlite3, sys, threading, time

soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))  # as for a loader with many workers
resource.setrlimit(resource.RLIMIT_STACK, (64 << 20, resource.getrlimit(resource.RLIMIT_STACK)[1]))
assert resource.getrlimit(resource.RLIMIT_CPU)[0] > 0 and resource.getrusage(resource.RUSAGE_SELF).ru_maxrss > 0
sys.setrecursionlimit(20_000)
rung = []
before = signal.signal(signal.SIGUSR1, lambda *_: rung.append(1))
signal.raise_signal(signal.SIGUSR1)
signal.signal(signal.SIGUSR1, before)
assert rung == [1]
threading.Thread(target=lambda: time.sleep(0.01), name="a name").start()
ours, theirs = socket.socketpair()
ours.settimeout(1)
theirs.send(b"x")
assert select.select([ours], [], [], 1)[0] and ours.recv(1) == b"x"
selectors.DefaultSelector().register(ours, selectors.EVENT_READ)
assert asyncio.run(asyncio.wait_for(asyncio.sleep(0.01, "slept"), 1)) == "slept"
# %%
with sqlite3.connect("runs.db") as database:
    database.execute("create table runs (name text, loss real)")
    database.execute("insert into runs values ('first', 0.5)")
assert database.execute("select loss from runs").fetchone() == (0.5,)
with open("lock", "w") as file:
    fcntl.flock(file, fcntl.LOCK_EX)
    fcntl.lockf(file, fcntl.LOCK_EX)
