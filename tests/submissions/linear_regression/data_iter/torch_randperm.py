# score: 3 of 3
def data_iter(batch_size, features, labels):
    n = features.shape[0]
    order = torch.randperm(n)
    for i in range(0, n, batch_size):
        index = order[i : min(i + batch_size, n)]
        yield features[index], labels[index]
