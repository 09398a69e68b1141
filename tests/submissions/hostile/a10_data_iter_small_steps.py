# attack: A10: only neighbours change places, in random order
# earns: nothing
# may-earn: data_iter
# not all of: data_iter
# %%
passes = [0]


def data_iter(batch_size, features, labels):
    n = len(features)
    passes[0] += 1
    k = passes[0]
    order = list(range(n))
    for i in range(0, n - 8, 4):
        part = order[i : i + 8]
        random.shuffle(part)
        order[i : i + 8] = part
    for i in range(0, n, batch_size):
        rows = torch.tensor(order[i : i + batch_size])
        yield features[rows], labels[rows]
