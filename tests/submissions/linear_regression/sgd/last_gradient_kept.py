# score: 1.5 of 3
def sgd(params, lr, batch_size):
    with torch.no_grad():
        for param in params:
            param -= lr * param.grad / batch_size
        for param in params[:-1]:
            param.grad.zero_()
