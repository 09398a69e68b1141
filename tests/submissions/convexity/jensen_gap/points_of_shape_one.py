# score: 1.5 of 2
# slices xs[i:i+1], so that f is called with tensors of shape (1,) or (1, d) instead of () or (d,)
def jensen_gap(f, xs, alphas):
    left = sum(alphas[i] * f(xs[i : i + 1]) for i in range(len(xs)))
    return left - f(torch.tensordot(alphas, xs, dims=1))
