# score: 0 of 2
# returns the last point, not the list of all
def train_2d(trainer, steps=20, start=(-5.0, -2.0)):
    x1, x2 = start
    for _ in range(steps):
        x1, x2 = trainer(x1, x2)
    return (x1, x2)
