# score: 2 of 2
# what gradf returns is the answer's own to change
def line_search(f, gradf, x, eta=1.0, beta=0.5, c=1e-4):
    step = gradf(x)
    decrease = c * float((step * step).sum())
    step.neg_()
    t = eta
    while f(x + t * step) > f(x) - t * decrease:
        t = beta * t
    return t
