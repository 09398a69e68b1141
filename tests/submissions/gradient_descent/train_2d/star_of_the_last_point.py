# score: 2 of 2
# trainer(*last), points as tuples
def train_2d(trainer, steps=20, start=(-5.0, -2.0)):
    path = [tuple(start)]
    while len(path) < steps + 1:
        path.append(tuple(trainer(*path[-1])))
    return path
