# score: 3 of 3
def newton(gradf, hessf, x0, eta=1.0, num_steps=10):
    points = np.empty(num_steps + 1)
    points[0] = x0
    for i in range(num_steps):
        points[i + 1] = points[i] - eta * gradf(points[i]) / hessf(points[i])
    return points.tolist()
