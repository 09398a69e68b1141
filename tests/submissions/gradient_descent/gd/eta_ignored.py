# score: 0 of 2
# a fixed learning rate of 0.2, the argument eta is ignored
def gd(gradf, eta, x0=10.0, num_steps=10):
    x, results = x0, [x0]
    for _ in range(num_steps):
        x = x - 0.2 * gradf(x)
        results.append(x)
    return results
