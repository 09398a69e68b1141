# score: 0 of 2
# returns the list of all x1 and the list of all x2, not a list of points
def train_2d(trainer, steps=20, start=(-5.0, -2.0)):
    x1, x2 = start
    a, b = [x1], [x2]
    for _ in range(steps):
        x1, x2 = trainer(x1, x2)
        a.append(x1)
        b.append(x2)
    return [a, b]
