# score: 2 of 2
# a generator inside of the function
def train_2d(trainer, steps=20, start=(-5.0, -2.0)):
    def walk(a, b):
        yield a, b
        for _ in range(steps):
            a, b = trainer(a, b)
            yield a, b

    return [*walk(*start)]
