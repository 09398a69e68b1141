# score: 3 of 3
def newton(gradf, hessf, x0, eta=1.0, num_steps=10):
    if num_steps == 0:
        return [x0]
    return [x0, *newton(gradf, hessf, x0 - eta * gradf(x0) / hessf(x0), eta, num_steps - 1)]
