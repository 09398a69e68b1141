# score: 0 of 3
def newton(gradf, hessf, x0, eta=1.0, num_steps=10):
    x = x0
    points = [x]
    for _ in range(num_steps):
        x = x - eta * gradf(x) / hessf(x0)
        points.append(x)
    return points
