# score: 1 of 1
def prints(x):
    print('as it is named', x)
    return 2 * x
