# score: 2 of 2
# itertools.accumulate with an initial value
from itertools import accumulate


def gd(gradf, eta, x0=10.0, num_steps=10):
    return list(accumulate(range(num_steps), lambda x, _: x - eta * gradf(x), initial=x0))
