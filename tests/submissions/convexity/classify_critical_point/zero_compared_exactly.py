# score: 1.67 of 2
# compares with zero exactly instead of taking less than 1e-6 for zero
def classify_critical_point(hessian):
    e = torch.linalg.eigvalsh(hessian)
    if (e == 0).any():
        return "degenerate"
    if (e > 0).all():
        return "minimum"
    if (e < 0).all():
        return "maximum"
    return "saddle"
