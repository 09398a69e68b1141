# score: 0.67 of 2
# determinant and first entry, the school rule for d = 2, for all d
def classify_critical_point(hessian):
    det = torch.linalg.det(hessian).item()
    if abs(det) < 1e-6:
        return "degenerate"
    if det < 0:
        return "saddle"
    return "minimum" if hessian[0, 0] > 0 else "maximum"
