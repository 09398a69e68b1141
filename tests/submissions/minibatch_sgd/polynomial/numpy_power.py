# score: 1 of 1
# np.power
def polynomial(t):
    return float(np.power(1.0 + 0.1 * t, -0.5))
