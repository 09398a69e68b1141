# score: 2 of 2
# counts the reductions k, and returns eta · beta^k in the end
def line_search(f, gradf, x, eta=1.0, beta=0.5, c=1e-4):
    k = 0
    g = gradf(x).detach()
    fx = f(x)
    sq = sum(float(gi) ** 2 for gi in g)
    while not f(x - (eta * beta**k) * g) <= fx - c * (eta * beta**k) * sq:
        k += 1
    return eta * beta**k
