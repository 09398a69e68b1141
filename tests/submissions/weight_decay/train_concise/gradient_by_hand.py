# score: 2 of 2
# no autograd, the gradient of the mean squared error written out
def train_concise(wd, train_iter, num_inputs, num_epochs=100, lr=0.003):
    net = nn.Linear(num_inputs, 1)
    with torch.no_grad():
        net.weight.normal_()
        net.bias.normal_()
        for _ in range(num_epochs):
            for X, y in train_iter:
                error = net(X) - y
                gw = 2 / len(X) * error.T @ X
                gb = 2 * error.mean(0)
                net.weight -= lr * (gw + wd * net.weight)
                net.bias -= lr * gb
    return net
