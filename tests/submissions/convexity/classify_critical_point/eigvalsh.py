# score: 2 of 2
# torch.linalg.eigvalsh and any/all
def classify_critical_point(hessian):
    e = torch.linalg.eigvalsh(hessian)
    if (e.abs() < 1e-6).any():
        return "degenerate"
    if (e > 0).all():
        return "minimum"
    if (e < 0).all():
        return "maximum"
    return "saddle"
