# score: 1 of 3
def newton(gradf, hessf, x0, eta=1.0, num_steps=10):
    x = x0
    points = [x]
    for _ in range(num_steps):
        if abs(gradf(x)) < 1e-3:
            break
        x = x - eta * gradf(x) / hessf(x)
        points.append(x)
    return points
