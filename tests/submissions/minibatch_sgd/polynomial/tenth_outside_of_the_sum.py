# score: 0 of 1
# parentheses, (0.1 (1 + t))^(-0.5) instead of (1 + 0.1 t)^(-0.5)
def polynomial(t):
    return (0.1 * (1 + t)) ** -0.5
