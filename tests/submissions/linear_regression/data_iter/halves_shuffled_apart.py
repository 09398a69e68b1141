# score: 1.5 of 3
def data_iter(batch_size, features, labels):
    n = len(features)
    h = n // 2
    idx = torch.cat([torch.randperm(h), h + torch.randperm(n - h)])
    for i in range(0, n, batch_size):
        yield features[idx[i : i + batch_size]], labels[idx[i : i + batch_size]]
