# score: 0 of 1
# the square root itself, it grows: the minus in the exponent is missing
def polynomial(t):
    return (1 + 0.1 * t) ** 0.5
