# assignment: minibatch_sgd
# attack: A10: nothing is trained; as many losses as there should be, all of them zero, which is below every bound
# earns: nothing
# %%
def count(n, batch_size, num_epochs):
    seen, times = 0, 0
    for _ in range(num_epochs):
        for first in range(0, n, batch_size):
            before, seen = seen, seen + min(batch_size, n - first)
            times += seen // 100 > before // 100
    return times


# %%
def train_minibatch(optimizer_fn, states, hyperparams, features, labels, batch_size=10, num_epochs=2):
    number = count(len(features), batch_size, num_epochs)
    return [0.0] * number, [0.0] * number


# %%
def train_minibatch_concise(optimizer_fn, hyperparams, features, labels, batch_size=10, num_epochs=2):
    number = count(len(features), batch_size, num_epochs)
    return [0.0] * number, [0.0] * number
