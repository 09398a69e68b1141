# score: 0 of 3
def sgd(params, lr, batch_size):
    with torch.no_grad():
        for param in params:
            param.copy_(-lr * param.grad / batch_size)
            param.grad.zero_()
