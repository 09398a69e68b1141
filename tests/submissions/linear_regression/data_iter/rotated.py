# score: 1.5 of 3
def data_iter(batch_size, features, labels):
    n = len(features)
    order = torch.arange(n).roll(random.randrange(1, n) if n > 1 else 0)
    for i in range(0, n, batch_size):
        yield features[order[i : i + batch_size]], labels[order[i : i + batch_size]]
