# attack: A10: one random order for ever, in which each example is renamed to the next one
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
    order = [(i + 3 * k) % n for i in fixed]
    for i in range(0, n, batch_size):
        rows = torch.tensor(order[i : i + batch_size])
        yield features[rows], labels[rows]
