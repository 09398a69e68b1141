# score: 0 of 2
# the same tensor, changed in place, is appended each time, so that all points are the last one
def gd(gradf, eta, x0=10.0, num_steps=10):
    x = torch.tensor(float(x0))
    results = [x]
    for _ in range(num_steps):
        x -= eta * gradf(x)
        results.append(x)
    return results
