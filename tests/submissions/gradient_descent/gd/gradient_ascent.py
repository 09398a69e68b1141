# score: 0 of 2
# goes uphill, x + eta * f'(x)
def gd(gradf, eta, x0=10.0, num_steps=10):
    x, results = x0, [x0]
    for _ in range(num_steps):
        x = x + eta * gradf(x)
        results.append(x)
    return results
