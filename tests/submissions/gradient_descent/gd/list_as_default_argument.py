# score: 0 of 2
# the list is a default argument, shared between the calls: the second call returns the points of the first one, too
def gd(gradf, eta, x0=10.0, num_steps=10, results=[]):
    x = x0
    results.append(x)
    for _ in range(num_steps):
        x = x - eta * gradf(x)
        results.append(x)
    return results
