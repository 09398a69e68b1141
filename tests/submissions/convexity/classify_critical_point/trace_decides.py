# score: 0.67 of 2
# the sign of the trace, which is only the sum of the eigenvalues
def classify_critical_point(hessian):
    eigenvalues = torch.linalg.eigvalsh(hessian)
    if (eigenvalues.abs() < 1e-6).any():
        return "degenerate"
    if eigenvalues.min() * eigenvalues.max() < 0 and len(eigenvalues) == 2:
        return "saddle"
    return "minimum" if torch.trace(hessian) > 0 else "maximum"
