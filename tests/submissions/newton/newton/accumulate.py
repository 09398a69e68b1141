# score: 3 of 3
import itertools


def newton(gradf, hessf, x0, eta=1.0, num_steps=10):
    step = lambda x, _: x - eta * gradf(x) / hessf(x)
    return list(itertools.accumulate(range(num_steps), step, initial=x0))
