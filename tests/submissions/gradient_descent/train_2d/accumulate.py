# score: 2 of 2
# itertools.accumulate
def train_2d(trainer, steps=20, start=(-5.0, -2.0)):
    import itertools

    return list(itertools.accumulate(itertools.repeat(None, steps), lambda p, _: trainer(p[0], p[1]), initial=start))
