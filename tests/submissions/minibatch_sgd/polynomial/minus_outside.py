# score: 0 of 1
# the minus is outside of the power: -(1 + 0.1 t)^0.5
def polynomial(t):
    return -((1 + 0.1 * t) ** 0.5)
