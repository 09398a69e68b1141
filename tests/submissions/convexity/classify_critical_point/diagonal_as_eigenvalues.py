# score: 0.33 of 2
# reads the diagonal instead of the eigenvalues, right for diagonal matrices only
def classify_critical_point(hessian):
    e = torch.diagonal(hessian)
    if (e.abs() < 1e-6).any():
        return "degenerate"
    if (e > 0).all():
        return "minimum"
    if (e < 0).all():
        return "maximum"
    return "saddle"
