# score: 2 of 2
# the sums by numpy in float64, f still called with tensors
def jensen_gap(f, xs, alphas):
    a = alphas.detach().double().numpy()
    point = torch.from_numpy(np.asarray(a @ xs.detach().double().numpy())).to(xs.dtype)
    values = np.fromiter((float(f(x)) for x in xs), dtype=np.float64)
    return float(np.dot(a, values) - float(f(point)))
