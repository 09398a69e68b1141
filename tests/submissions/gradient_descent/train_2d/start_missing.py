# score: 0 of 2
# the start is not in the list
def train_2d(trainer, steps=20, start=(-5.0, -2.0)):
    x1, x2 = start
    results = []
    for _ in range(steps):
        x1, x2 = trainer(x1, x2)
        results.append((x1, x2))
    return results
