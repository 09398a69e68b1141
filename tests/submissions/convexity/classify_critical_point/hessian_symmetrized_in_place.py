# score: 0 of 2
# doubles the caller's matrix in place ("to make it symmetric", the half is forgotten), which must not be changed
def classify_critical_point(hessian):
    hessian += hessian.T.clone()
    e = torch.linalg.eigvalsh(hessian) / 2
    if (e.abs() < 1e-6).any():
        return "degenerate"
    if (e > 0).all():
        return "minimum"
    if (e < 0).all():
        return "maximum"
    return "saddle"
