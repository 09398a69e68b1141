# score: 1 of 1
# e^(-0.5 log(1 + 0.1 t)) with log1p
def polynomial(t):
    return float(np.exp(-0.5 * np.log1p(0.1 * t)))
