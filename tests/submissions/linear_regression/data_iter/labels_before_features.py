# score: 0 of 3
def data_iter(batch_size, features, labels):
    order = torch.randperm(len(features))
    for i in range(0, len(features), batch_size):
        yield labels[order[i : i + batch_size]], features[order[i : i + batch_size]]
