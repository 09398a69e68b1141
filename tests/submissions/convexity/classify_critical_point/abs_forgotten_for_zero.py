# score: 0 of 2
# no absolute value in the test for zero, so that every negative eigenvalue counts as zero
def classify_critical_point(hessian):
    e = torch.linalg.eigvalsh(hessian)
    if (e < 1e-6).any():
        return "degenerate"
    if (e > 0).all():
        return "minimum"
    if (e < 0).all():
        return "maximum"
    return "saddle"
