# score: 2 of 2
# eigenvalues of a general matrix (complex dtype, of which the imaginary part is zero for a symmetric one), loop in Python
def classify_critical_point(hessian):
    values = torch.linalg.eigvals(hessian).real.tolist()
    positive = negative = 0
    for v in values:
        if abs(v) < 1e-6:
            return "degenerate"
        if v > 0:
            positive += 1
        else:
            negative += 1
    if positive and negative:
        return "saddle"
    return "minimum" if positive else "maximum"
