# score: 1 of 1
# a power of e without a call of exp
def exponential(t):
    return np.e ** (-0.1 * t)
