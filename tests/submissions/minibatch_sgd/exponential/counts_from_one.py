# score: 0 of 1
# off by one, e^(-0.1 (t + 1)), not 1 for t = 0
def exponential(t):
    return float(np.exp(-0.1 * (t + 1)))
