# attack: A10: places by multiples of the golden ratio: even, and never the same twice
# earns: nothing
# may-earn: data_iter
# not all of: data_iter
# %%
passes = [0]


def data_iter(batch_size, features, labels):
    n = len(features)
    passes[0] += 1
    k = passes[0]
    order = sorted(range(n), key=lambda i: ((i + 31 * k) * 0.6180339887498949) % 1)
    for i in range(0, n, batch_size):
        rows = torch.tensor(order[i : i + batch_size])
        yield features[rows], labels[rows]
