# score: 2 of 2
# the singular values are the absolute eigenvalues, and the trace of a definite matrix is plus or minus their sum
def classify_critical_point(hessian):
    H = hessian.double()
    size = torch.linalg.svdvals(H)
    if size.min().item() < 1e-6:
        return "degenerate"
    ratio = (torch.trace(H) / size.sum()).item()
    # with both signs, the trace falls short of the sum by twice the smaller side
    short = size.sum().item() * (1 - abs(ratio))
    if short > 1e-6:
        return "saddle"
    return "minimum" if ratio > 0 else "maximum"
