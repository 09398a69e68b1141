# score: 3 of 3
def newton(gradf, hessf, x0, eta=1.0, num_steps=10):
    xs = [x0]
    while len(xs) <= num_steps:
        xs.append(xs[-1] - eta * (gradf(xs[-1]) / hessf(xs[-1])))
    return xs
