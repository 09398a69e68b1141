# score: 1 of 1
# one over a square root
import math


def polynomial(t):
    return 1 / math.sqrt(1 + t / 10)
