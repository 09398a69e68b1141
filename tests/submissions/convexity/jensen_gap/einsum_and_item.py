# score: 2 of 2
# einsum with an ellipsis for both shapes, a Python float as the result
def jensen_gap(f, xs, alphas):
    left = sum(alphas[i].item() * float(f(xs[i])) for i in range(len(xs)))
    right = float(f(torch.einsum("i,i...->...", alphas.to(xs.dtype), xs)))
    return left - right
