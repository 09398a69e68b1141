# score: 1 of 2
# never says "degenerate"; a zero eigenvalue ends as "saddle"
def classify_critical_point(hessian):
    e = torch.linalg.eigvalsh(hessian)
    if (e > 0).all():
        return "minimum"
    if (e < 0).all():
        return "maximum"
    return "saddle"
