# score: 0 of 3
def weight_decay_trainer(net, lr, wd):
    return torch.optim.SGD(net.parameters(), lr=lr)
