# score: 3 of 3
# one generator for the whole notebook, seeded once
rng = np.random.default_rng(0)
torch.manual_seed(0)


def data_iter(batch_size, features, labels):
    order = torch.from_numpy(rng.permutation(len(features)))
    for start in range(0, len(order), batch_size):
        j = order[start : start + batch_size]
        yield features.index_select(0, j), labels.index_select(0, j)
