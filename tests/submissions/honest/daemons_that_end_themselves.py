# honest: a background process that outlives its parent, a queue between processes, a hundred folders in one another
# earns: all
# %% honest: synthetic_data, data_iter, linreg, squared_loss, sgd, train_linreg
# %%
import multiprocessing
import os
import time

if os.fork() == 0:
    if os.fork() == 0:
        time.sleep(0.3)
        open("written-later", "w").close()
    os._exit(0)
os.wait()
end = time.time() + 5
while not os.path.exists("written-later") and time.time() < end:
    time.sleep(0.02)
assert os.path.exists("written-later")
# %%
context = multiprocessing.get_context("fork")
queue = context.Queue()
workers = [context.Process(target=queue.put, args=(i,)) for i in range(4)]
for worker in workers:
    worker.start()
assert sorted(queue.get(timeout=5) for _ in workers) == [0, 1, 2, 3]
for worker in workers:
    worker.join()
# %%
os.makedirs("/".join(["folder"] * 100))
for i in range(2000):
    open(f"file{i}", "w").close()
