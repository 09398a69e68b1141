# score: 1.33 of 2
# "degenerate" only where all eigenvalues are zero, not where one is
def classify_critical_point(hessian):
    e = torch.linalg.eigvalsh(hessian)
    if (e.abs() < 1e-6).all():
        return "degenerate"
    if (e > 0).all():
        return "minimum"
    if (e < 0).all():
        return "maximum"
    return "saddle"
