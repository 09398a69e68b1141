# score: 1 of 1
# tensors of float64, a pair of tensors of one number
def sgd_2d(x1, x2, gradf, eta, noise):
    g1, g2 = gradf(x1, x2)
    g = torch.tensor([float(g1), float(g2)], dtype=torch.float64)
    g += torch.tensor([float(noise[0]), float(noise[1])], dtype=torch.float64)
    x = torch.tensor([float(x1), float(x2)], dtype=torch.float64) - eta * g
    return x[0], x[1]
