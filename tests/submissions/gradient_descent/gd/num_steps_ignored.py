# score: 0.67 of 2
# always ten steps, num_steps is ignored
def gd(gradf, eta, x0=10.0, num_steps=10):
    x, results = x0, [x0]
    for _ in range(10):
        x -= eta * gradf(x)
        results.append(x)
    return results
