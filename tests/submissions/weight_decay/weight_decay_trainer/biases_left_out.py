# score: 0 of 3
def weight_decay_trainer(net, lr, wd):
    return torch.optim.SGD([p for n, p in net.named_parameters() if not n.endswith("bias")], lr=lr, weight_decay=wd)
