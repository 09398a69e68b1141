# score: 1.5 of 2
# stops as soon as the point hardly moves, so that there are fewer than steps + 1 points
def train_2d(trainer, steps=20, start=(-5.0, -2.0)):
    x1, x2 = start
    results = [(x1, x2)]
    for _ in range(steps):
        y1, y2 = trainer(x1, x2)
        if abs(y1 - x1) + abs(y2 - x2) < 1e-8:
            break
        x1, x2 = y1, y2
        results.append((x1, x2))
    return results
