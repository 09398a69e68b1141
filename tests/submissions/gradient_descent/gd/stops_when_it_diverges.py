# score: 1.67 of 2
# stops early where the point gets large, although nothing should stop it
def gd(gradf, eta, x0=10.0, num_steps=10):
    x, results = x0, [x0]
    for _ in range(num_steps):
        x = x - eta * gradf(x)
        results.append(x)
        if abs(x) > 1e3:
            break
    return results
