# score: 0 of 2
# positive eigenvalues are called a maximum, negative ones a minimum
def classify_critical_point(hessian):
    e = torch.linalg.eigvalsh(hessian)
    if (e.abs() < 1e-6).any():
        return "degenerate"
    if (e > 0).all():
        return "maximum"
    if (e < 0).all():
        return "minimum"
    return "saddle"
