# score: 0 of 3
def sgd(params, lr, batch_size):
    return [param - lr * param.grad / batch_size for param in params]
