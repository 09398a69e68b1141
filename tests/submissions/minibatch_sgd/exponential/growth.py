# score: 0 of 1
# the sign is missing, it grows: e^(0.1 t)
def exponential(t):
    return np.exp(0.1 * t)
