# score: 0 of 2
# the derivative is taken once at x0, not at the point before
def gd(gradf, eta, x0=10.0, num_steps=10):
    g = gradf(x0)
    results = [x0]
    for _ in range(num_steps):
        results.append(results[-1] - eta * g)
    return results
