# score: 1.5 of 3
# steps of one length through the data, begun at another place in each pass
import math

passes = [0]


def data_iter(batch_size, features, labels):
    n = len(features)
    passes[0] += 1
    k = passes[0]
    step = next(s for s in (7, 11, 13, 17, 3, 5, 2, 1) if n < 2 or math.gcd(s, n) == 1)
    order = [(i * step + 5 * k) % n for i in range(n)]
    for i in range(0, n, batch_size):
        rows = torch.tensor(order[i : i + batch_size])
        yield features[rows], labels[rows]
