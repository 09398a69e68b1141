# score: 2 of 2
# a list made beforehand, pairs of Python floats as lists of two
def train_2d(trainer, steps=20, start=(-5.0, -2.0)):
    points = [None] * (steps + 1)
    points[0] = [float(start[0]), float(start[1])]
    for t in range(steps):
        a, b = trainer(points[t][0], points[t][1])
        points[t + 1] = [float(a), float(b)]
    return points
