# score: 3 of 3
def data_iter(batch_size, features, labels):
    pairs = list(zip(features, labels))
    random.shuffle(pairs)
    while pairs:
        batch, pairs = pairs[:batch_size], pairs[batch_size:]
        yield torch.stack([x for x, _ in batch]), torch.stack([y for _, y in batch])
