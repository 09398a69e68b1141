# score: 0 of 1
# the root over t alone: 1 / (1 + 0.1 sqrt(t)), 1 for t = 0 as well
def polynomial(t):
    return 1 / (1 + 0.1 * t**0.5)
