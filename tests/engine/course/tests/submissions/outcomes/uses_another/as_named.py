# score: 1 of 1
def uses_another(x):
    return fails(fails(x))
