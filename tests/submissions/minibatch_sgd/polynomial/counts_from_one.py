# score: 0 of 1
# off by one, t + 1 instead of t, not 1 for t = 0
def polynomial(t):
    return (1 + 0.1 * (t + 1)) ** -0.5
