# score: 0 of 1
# rounded to two digits
def exponential(t):
    return round(float(np.exp(-0.1 * t)), 2)
