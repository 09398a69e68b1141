# score: 0 of 2
# one list [x1, x2] is changed and appended again and again, so that all points are the last one
def train_2d(trainer, steps=20, start=(-5.0, -2.0)):
    point = list(start)
    results = [point]
    for _ in range(steps):
        point[0], point[1] = trainer(point[0], point[1])
        results.append(point)
    return results
