# score: 2.25 of 3
# one shuffle for ever, made once more in each pass
passes = [0]


def data_iter(batch_size, features, labels):
    n = len(features)
    shuffle = torch.randperm(n, generator=torch.Generator().manual_seed(n))
    passes[0] += 1
    order = torch.arange(n)
    for _ in range(passes[0]):
        order = order[shuffle]
    for i in range(0, n, batch_size):
        j = order[i : i + batch_size]
        yield features[j], labels[j]
