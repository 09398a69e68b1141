# score: 0 of 1
def raises(x):
    raise ValueError('as it is named')
