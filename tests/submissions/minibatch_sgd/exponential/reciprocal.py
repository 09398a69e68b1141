# score: 1 of 1
# one over the growth, by cmath-free pow
def exponential(t):
    import math

    return 1.0 / pow(math.e, t * 0.1)
