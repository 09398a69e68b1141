# score: 1 of 1
# coordinate by coordinate
def preconditioned_step(x, grad, hessian, eta=1.0):
    new = []
    for i in range(len(x)):
        new.append(x[i] - eta * grad[i] / hessian[i, i])
    return torch.stack(new)
