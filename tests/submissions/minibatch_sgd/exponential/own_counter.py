# score: 0 of 1
# counts its calls in a global variable as the book does, and ignores the argument t
_t = -1


def exponential(t):
    global _t
    _t += 1
    return float(np.exp(-0.1 * _t))
