# score: 3 of 3
def newton(gradf, hessf, x0, eta=1.0, num_steps=10):
    x = np.array(x0, dtype=float)
    xs = [x]
    for _ in range(num_steps):
        x = x - eta * gradf(x) / hessf(x)
        xs.append(x)
    return [float(v) for v in xs]
