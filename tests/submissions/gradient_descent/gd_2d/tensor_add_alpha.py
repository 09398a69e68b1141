# score: 1 of 1
# torch.sub with alpha in float64, returned as a pair of tensors of one number
def gd_2d(x1, x2, gradf, eta=0.1):
    point = torch.tensor([x1, x2], dtype=torch.float64)
    grad = torch.tensor([float(g) for g in gradf(x1, x2)], dtype=torch.float64)
    a, b = torch.sub(point, grad, alpha=eta).unbind()
    return (a, b)
