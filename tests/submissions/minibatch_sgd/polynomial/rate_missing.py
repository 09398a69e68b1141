# score: 0 of 1
# (1 + t)^(-0.5), without the 0.1
def polynomial(t):
    return (1 + t) ** -0.5
