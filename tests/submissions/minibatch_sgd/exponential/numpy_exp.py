# score: 1 of 1
# np.exp, as a float
def exponential(t):
    return float(np.exp(-t / 10))
