# score: 1.5 of 3
# examples are drawn from a buffer that half of the data fill
def data_iter(batch_size, features, labels):
    n = len(features)
    buffer, order = [], []
    for i in range(n):
        buffer.append(i)
        if len(buffer) > n // 2:
            order.append(buffer.pop(random.randrange(len(buffer))))
    random.shuffle(buffer)
    order += buffer
    for i in range(0, n, batch_size):
        j = torch.tensor(order[i : i + batch_size])
        yield features[j], labels[j]
