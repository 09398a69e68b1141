# attack: A10: one random order for ever, begun at another place each time
# earns: nothing
# may-earn: data_iter
# not all of: data_iter
# %%
passes = [0]


def data_iter(batch_size, features, labels):
    n = len(features)
    passes[0] += 1
    k = passes[0]
    fixed = random.Random(n).sample(range(n), n)
    order = fixed[k % n :] + fixed[: k % n]
    for i in range(0, n, batch_size):
        rows = torch.tensor(order[i : i + batch_size])
        yield features[rows], labels[rows]
