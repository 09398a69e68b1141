# score: 0 of 2
# steps + 1 steps, steps + 2 points
def train_2d(trainer, steps=20, start=(-5.0, -2.0)):
    x1, x2 = start
    results = [(x1, x2)]
    for _ in range(steps + 1):
        x1, x2 = trainer(x1, x2)
        results.append((x1, x2))
    return results
