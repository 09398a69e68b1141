# honest-work: a multiprocessing pool of two, a Process with a Queue, and a Manager-less shared tensor
# earns: all
# %% honest: synthetic_data, data_iter, linreg, squared_loss, sgd, train_linreg
# %%
import multiprocessing as mp


def square(x):
    return x * x


with mp.Pool(2) as pool:
    assert pool.map(square, range(20))[19] == 361
q = mp.Queue()
p = mp.Process(target=lambda: q.put(7))
p.start()
assert q.get(timeout=1.5) == 7
p.join()
t = torch.zeros(3).share_memory_()
p = mp.Process(target=lambda: t.add_(1))
p.start()
p.join()
assert t.sum() == 3
