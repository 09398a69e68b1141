# score: 3 of 3
class _Batches:
    def __init__(self, batch_size, features, labels):
        self.rows = random.sample(range(len(features)), len(features))
        self.size, self.features, self.labels = batch_size, features, labels

    def __iter__(self):
        return self

    def __next__(self):
        if not self.rows:
            raise StopIteration
        now, self.rows = self.rows[: self.size], self.rows[self.size :]
        return self.features.index_select(0, torch.tensor(now)), self.labels.index_select(0, torch.tensor(now))


def data_iter(batch_size, features, labels):
    return _Batches(batch_size, features, labels)
