# score: 0 of 2
# each step starts at `start`, not where the one before has ended
def train_2d(trainer, steps=20, start=(-5.0, -2.0)):
    results = [start]
    for _ in range(steps):
        results.append(trainer(*start))
    return results
