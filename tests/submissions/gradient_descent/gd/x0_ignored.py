# score: 0 of 2
# always starts at 10, the argument x0 is ignored
def gd(gradf, eta, x0=10.0, num_steps=10):
    x = 10.0
    results = [x]
    for _ in range(num_steps):
        x -= eta * gradf(x)
        results.append(float(x))
    return results
