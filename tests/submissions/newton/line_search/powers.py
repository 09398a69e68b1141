# score: 2 of 2
def line_search(f, gradf, x, eta=1.0, beta=0.5, c=1e-4):
    g, k = gradf(x), 0
    while not f(x - eta * beta**k * g) <= f(x) - c * eta * beta**k * torch.dot(g, g):
        k += 1
    return eta * beta**k
