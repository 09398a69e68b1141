# score: 0 of 2
# the start again and again
def gd(gradf, eta, x0=10.0, num_steps=10):
    return [x0] * (num_steps + 1)
