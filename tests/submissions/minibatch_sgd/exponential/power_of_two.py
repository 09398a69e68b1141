# score: 0 of 1
# 2^(-0.1 t), the base is 2 instead of e
def exponential(t):
    return 2 ** (-0.1 * t)
