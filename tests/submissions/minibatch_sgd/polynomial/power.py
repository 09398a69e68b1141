# score: 1 of 1
# a power
def polynomial(t):
    return (1 + 0.1 * t) ** (-0.5)
