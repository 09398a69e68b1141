# attack: A16: KeyboardInterrupt in a loop, a generator that raises it, GeneratorExit, StopIteration where it means something else
# earns: linreg
# %% honest: linreg
# %%
import os, signal


def squared_loss(y_hat, y):
    raise StopIteration((y_hat, y))


def sgd(params, lr, batch_size):
    raise KeyboardInterrupt


def synthetic_data(w, b, n):
    raise GeneratorExit


def data_iter(batch_size, features, labels):
    yield features[:batch_size], labels[:batch_size]
    raise GeneratorExit


def train_linreg(features, labels, lr=0.03, num_epochs=3, batch_size=10):
    raise ExceptionGroup("many", [KeyboardInterrupt and ValueError(str(i)) for i in range(5000)])


# %%
for _ in range(50):
    try:
        signal.raise_signal(signal.SIGINT)
    except KeyboardInterrupt:
        pass
raise KeyboardInterrupt
