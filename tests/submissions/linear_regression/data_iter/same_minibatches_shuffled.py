# score: 2.25 of 3
# the minibatches are made once, and come in random order
passes = [0]


def data_iter(batch_size, features, labels):
    n = len(features)
    passes[0] += 1
    k = passes[0]
    fixed = random.Random(n).sample(range(n), n)
    whole = [fixed[i : i + batch_size] for i in range(0, n, batch_size)]
    head = whole[: n // batch_size]
    random.shuffle(head)
    order = [i for batch in head + whole[n // batch_size :] for i in batch]
    for i in range(0, n, batch_size):
        rows = torch.tensor(order[i : i + batch_size])
        yield features[rows], labels[rows]
