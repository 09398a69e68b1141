# score: 1.33 of 2
# the default of num_steps is 20, not 10
def gd(gradf, eta, x0=10.0, num_steps=20):
    x, results = x0, [x0]
    for _ in range(num_steps):
        x = x - eta * gradf(x)
        results.append(x)
    return results
