# score: 2 of 2
# recursive, builds the list from the front
def gd(gradf, eta, x0=10.0, num_steps=10):
    if num_steps == 0:
        return [x0]
    return [x0] + gd(gradf, eta, x0 - eta * gradf(x0), num_steps - 1)
