# score: 0 of 1
def untouched(x):
    raise NotImplementedError
