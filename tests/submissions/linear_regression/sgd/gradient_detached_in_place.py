# score: 3 of 3
def sgd(params, lr, batch_size):
    for p in params:
        p.detach().sub_(lr * p.grad / batch_size)
        p.grad.detach_()
        p.grad.zero_()
