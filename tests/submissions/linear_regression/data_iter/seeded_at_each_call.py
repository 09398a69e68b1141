# score: 2.25 of 3
def data_iter(batch_size, features, labels):
    torch.manual_seed(0)
    order = torch.randperm(len(features))
    for i in range(0, len(features), batch_size):
        yield features[order[i : i + batch_size]], labels[order[i : i + batch_size]]
