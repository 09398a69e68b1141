# attack: A8: a result that never ends, lies about its length, and gives something else at each look
# earns: linreg
# %% honest: linreg
# %%
class Endless:
    n = 0

    def __iter__(self):
        return self

    def __len__(self):
        return 3

    def __next__(self):
        self.n += 1
        return torch.zeros(1, 2), torch.zeros(1, 1)

    def __getitem__(self, i):
        return Endless()


def data_iter(batch_size, features, labels):
    return Endless()


def synthetic_data(w, b, n):
    return Endless()


def train_linreg(features, labels, lr=0.03, num_epochs=3, batch_size=10):
    return Endless()
