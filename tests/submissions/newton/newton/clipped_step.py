# score: 2.5 of 3
def newton(gradf, hessf, x0, eta=1.0, num_steps=10):
    x, xs = x0, [x0]
    for _ in range(num_steps):
        x -= max(-10.0, min(10.0, eta * gradf(x) / hessf(x)))
        xs.append(x)
    return xs
