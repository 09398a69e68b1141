# score: 2 of 2
# the first of a generator of steps that meets the condition
def line_search(f, gradf, x, eta=1.0, beta=0.5, c=1e-4):
    import itertools

    fx, g = float(f(x)), gradf(x)
    n2 = float(torch.dot(g, g))
    steps = (eta * beta**k for k in itertools.count())
    return next(t for t in steps if float(f(x - t * g)) <= fx - c * t * n2)
