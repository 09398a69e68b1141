# score: 1.12 of 3
def data_iter(batch_size, features, labels):
    order = torch.randperm(len(features))
    for i in range(0, len(features) - batch_size + 1, batch_size):
        yield features[order[i : i + batch_size]], labels[order[i : i + batch_size]]
