# score: 2 of 2
# Jacobi's rotations written by hand on lists of Python floats, no library for eigenvalues
def classify_critical_point(hessian):
    import math

    a = [list(map(float, row)) for row in hessian.tolist()]
    d = len(a)
    for _ in range(60):
        off = sum(a[i][j] ** 2 for i in range(d) for j in range(d) if i != j)
        if off < 1e-26:
            break
        for p in range(d):
            for q in range(p + 1, d):
                if a[p][q] == 0.0:
                    continue
                theta = 0.5 * math.atan2(2 * a[p][q], a[q][q] - a[p][p])
                c, s = math.cos(theta), math.sin(theta)
                for k in range(d):
                    x, y = a[k][p], a[k][q]
                    a[k][p], a[k][q] = c * x - s * y, s * x + c * y
                for k in range(d):
                    x, y = a[p][k], a[q][k]
                    a[p][k], a[q][k] = c * x - s * y, s * x + c * y
    signs = {0 if abs(a[i][i]) < 1e-6 else math.copysign(1, a[i][i]) for i in range(d)}
    if 0 in signs:
        return "degenerate"
    if len(signs) == 2:
        return "saddle"
    return "minimum" if 1 in signs else "maximum"
