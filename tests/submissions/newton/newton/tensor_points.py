# score: 3 of 3
def newton(gradf, hessf, x0, eta=1.0, num_steps=10):
    x = torch.tensor(float(x0), dtype=torch.float64)
    points = [x]
    for _ in range(num_steps):
        x = x - eta * gradf(float(x)) / hessf(float(x))
        points.append(x)
    return points
