# score: 3 of 3
def sgd(params, lr, batch_size):
    for param in params:
        param.data = param.data - lr * param.grad / batch_size
        param.grad.zero_()
