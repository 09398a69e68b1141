# score: 0 of 1
# e^(-0.01 t)
def exponential(t):
    return float(np.exp(-0.01 * t))
