# score: 0 of 3
def data_iter(batch_size, features, labels):
    n = len(features)
    while True:
        order = torch.randperm(n)
        for i in range(0, n, batch_size):
            yield features[order[i : i + batch_size]], labels[order[i : i + batch_size]]
