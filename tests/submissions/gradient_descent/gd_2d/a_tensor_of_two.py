# score: 1 of 1
# both coordinates in one tensor
def gd_2d(x1, x2, gradf, eta=0.1):
    g1, g2 = gradf(x1, x2)
    return torch.tensor([float(x1 - eta * g1), float(x2 - eta * g2)])
