# score: 2 of 2
# a nested helper for the condition, endless loop with return, linalg.norm squared
def line_search(f, gradf, x, eta=1.0, beta=0.5, c=1e-4):
    with torch.no_grad():
        start = f(x)
    direction = -gradf(x)
    slope = torch.linalg.norm(direction) ** 2

    def armijo(t):
        return start - f(x + t * direction) >= c * t * slope

    t = eta
    while True:
        if armijo(t):
            return t
        t = t * beta
