# score: 1.67 of 2
# takes all below 1e-3 for zero, instead of below 1e-6
def classify_critical_point(hessian):
    e = torch.linalg.eigvalsh(hessian)
    if torch.isclose(e, torch.zeros_like(e), atol=1e-3).any():
        return "degenerate"
    if (e > 0).all():
        return "minimum"
    if (e < 0).all():
        return "maximum"
    return "saddle"
