# score: 0 of 2
# always 20 steps
def train_2d(trainer, steps=20, start=(-5.0, -2.0)):
    x1, x2 = start
    results = [(x1, x2)]
    for _ in range(20):
        x1, x2 = trainer(x1, x2)
        results.append((x1, x2))
    return results
