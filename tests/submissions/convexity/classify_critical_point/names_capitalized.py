# score: 0 of 2
# other strings than those that are asked for
def classify_critical_point(hessian):
    eigenvalues = torch.linalg.eigvalsh(hessian)
    if (eigenvalues.abs() < 1e-6).any():
        return "Degenerate"
    if (eigenvalues > 0).all():
        return "Minimum"
    return "Maximum" if (eigenvalues < 0).all() else "Saddle"
