# score: 1 of 1
# math.exp
import math


def exponential(t):
    return math.exp(-0.1 * t)
