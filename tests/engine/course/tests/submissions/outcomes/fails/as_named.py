# score: 0 of 2
def fails(x):
    return x + 1
