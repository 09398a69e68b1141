# score: 3 of 3
def passes(x):
    return 2 * x
