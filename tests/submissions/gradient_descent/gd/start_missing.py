# score: 0 of 2
# the start is not in the list (num_steps points, x0 should be first)
def gd(gradf, eta, x0=10.0, num_steps=10):
    x, results = x0, []
    for _ in range(num_steps):
        x = x - eta * gradf(x)
        results.append(x)
    return results
