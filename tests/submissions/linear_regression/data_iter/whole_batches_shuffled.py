# score: 1.5 of 3
def data_iter(batch_size, features, labels):
    starts = list(range(0, len(features) - batch_size + 1, batch_size))
    random.shuffle(starts)
    for i in [*starts, *range(len(starts) * batch_size, len(features), batch_size)]:
        yield features[i : i + batch_size], labels[i : i + batch_size]
