# score: 2 of 2
# the points are the rows of a NumPy array
def train_2d(trainer, steps=20, start=(-5.0, -2.0)):
    points = np.zeros((steps + 1, 2))
    points[0] = start
    for i in range(steps):
        points[i + 1] = trainer(points[i, 0], points[i, 1])
    return points
