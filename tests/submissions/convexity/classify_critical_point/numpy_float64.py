# score: 2 of 2
# numpy, in float64
def classify_critical_point(hessian):
    ev = np.linalg.eigvalsh(hessian.detach().cpu().double().numpy())
    if np.min(np.abs(ev)) < 1e-6:
        return "degenerate"
    kinds = {len(ev): "minimum", 0: "maximum"}
    return kinds.get(int(np.sum(ev > 0)), "saddle")
