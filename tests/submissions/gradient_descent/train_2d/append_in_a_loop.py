# score: 2 of 2
# as in the book, without its state variables
def train_2d(trainer, steps=20, start=(-5.0, -2.0)):
    x1, x2 = start
    results = [(x1, x2)]
    for i in range(steps):
        x1, x2 = trainer(x1, x2)
        results.append((x1, x2))
    return results
