# score: 0 of 2
# steps points with the start, one step too few
def train_2d(trainer, steps=20, start=(-5.0, -2.0)):
    x1, x2 = start
    results = []
    for _ in range(steps):
        results.append((x1, x2))
        x1, x2 = trainer(x1, x2)
    return results
