# score: 0 of 1
# integer division, -t // 10: constant over ten steps
def exponential(t):
    return float(np.exp(-t // 10))
