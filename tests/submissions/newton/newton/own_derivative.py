# score: 2.5 of 3
def newton(gradf, hessf, x0, eta=1.0, num_steps=10):
    xs = [x0]
    for k in range(num_steps):
        x = xs[-1]
        h = (gradf(x + 1e-5) - gradf(x - 1e-5)) / 2e-5
        xs.append(x - eta * gradf(x) / h)
    return xs
