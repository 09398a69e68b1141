# score: 0 of 1
# the exponent -1 // 2 is -1, an integer division
def polynomial(t):
    return (1 + 0.1 * t) ** (-1 // 2)
