# score: 0 of 2
# num_steps points including the start, one step too few
def gd(gradf, eta, x0=10.0, num_steps=10):
    results = [x0]
    for _ in range(1, num_steps):
        results.append(results[-1] - eta * gradf(results[-1]))
    return results
