# score: 1.5 of 3
calls = 0


def data_iter(batch_size, features, labels):
    global calls
    calls += 1
    order = torch.arange(len(features)).roll(calls)
    for i in range(0, len(features), batch_size):
        yield features[order[i : i + batch_size]], labels[order[i : i + batch_size]]
