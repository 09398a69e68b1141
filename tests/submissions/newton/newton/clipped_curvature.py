# score: 2 of 3
def newton(gradf, hessf, x0, eta=1.0, num_steps=10):
    x = x0
    points = [x]
    for _ in range(num_steps):
        x = x - eta * gradf(x) / max(hessf(x), 1e-6)
        points.append(x)
    return points
