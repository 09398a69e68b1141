# honest-work: threads that compute and are joined, and a daemon thread that goes on
# earns: all
# %% honest: synthetic_data, data_iter, linreg, squared_loss, sgd, train_linreg
# %%
import threading, time

done = []
workers = [threading.Thread(target=lambda: done.append(torch.randn(100, 100).sum())) for _ in range(8)]
for w in workers:
    w.start()
for w in workers:
    w.join()
threading.Thread(target=lambda: time.sleep(3), daemon=True).start()
assert len(done) == 8
