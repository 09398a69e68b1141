# score: 0 of 1
# (0.1 t)^(-0.5) without the 1; not defined at t = 0, where a special case saves it
def polynomial(t):
    if t == 0:
        return 1
    return (0.1 * t) ** -0.5
