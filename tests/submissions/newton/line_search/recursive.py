# score: 2 of 2
# recursion with eta · beta
def line_search(f, gradf, x, eta=1.0, beta=0.5, c=1e-4):
    g = gradf(x)
    if f(x - eta * g) <= f(x) - c * eta * torch.sum(g * g):
        return eta
    return line_search(f, gradf, x, eta * beta, beta, c)
