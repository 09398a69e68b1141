# score: 2 of 2
# torch.autograd.grad and decay_update, a helper inside
def train_concise(wd, train_iter, num_inputs, num_epochs=100, lr=0.003):
    net = nn.Linear(in_features=num_inputs, out_features=1)
    net.apply(lambda m: [nn.init.normal_(p) for p in m.parameters(recurse=False)])

    def step(X, y):
        gw, gb = torch.autograd.grad(torch.mean((net(X) - y) ** 2), (net.weight, net.bias))
        net.weight.data = decay_update(net.weight.data, gw, lr, wd)
        net.bias.data = decay_update(net.bias.data, gb, lr, 0)

    epoch = 0
    while epoch < num_epochs:
        for X, y in train_iter:
            step(X, y)
        epoch += 1
    return net.eval()
