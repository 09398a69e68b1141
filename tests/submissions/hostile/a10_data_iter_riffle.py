# attack: A10: the two halves of the data in turn, begun at another place each time
# earns: nothing
# may-earn: data_iter
# not all of: data_iter
# %%
passes = [0]


def data_iter(batch_size, features, labels):
    n = len(features)
    passes[0] += 1
    k = passes[0]
    half = (n + 1) // 2
    order = [place // 2 + half * (place % 2) for place in range(2 * half)]
    order = [(i + k) % n for i in order if i < n]
    for i in range(0, n, batch_size):
        rows = torch.tensor(order[i : i + batch_size])
        yield features[rows], labels[rows]
