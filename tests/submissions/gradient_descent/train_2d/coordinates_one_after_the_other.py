# score: 0 of 2
# calls the trainer twice a step, the second time with the new x1, so that a step is not the trainer's step
def train_2d(trainer, steps=20, start=(-5.0, -2.0)):
    x1, x2 = start
    results = [(x1, x2)]
    for _ in range(steps):
        x1 = trainer(x1, x2)[0]
        x2 = trainer(x1, x2)[1]
        results.append((x1, x2))
    return results
