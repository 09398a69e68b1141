# score: 3 of 3
@torch.no_grad()
def sgd(params, lr, batch_size):
    for p in params:
        p.sub_(p.grad, alpha=lr / batch_size)
        p.grad = None
