# score: 0.5 of 2
# always starts at (-5, -2)
def train_2d(trainer, steps=20, start=(-5.0, -2.0)):
    x1, x2 = -5.0, -2.0
    results = [(x1, x2)]
    for _ in range(steps):
        x1, x2 = trainer(x1, x2)
        results.append((x1, x2))
    return results
