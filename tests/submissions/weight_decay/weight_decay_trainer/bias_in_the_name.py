# score: 2.14 of 3
# takes for a bias whatever has one in its name, also the weight of a part that is called after biases
def weight_decay_trainer(net, lr, wd):
    named = dict(net.named_parameters())
    biases = [p for n, p in named.items() if "bias" in n]
    others = [p for n, p in named.items() if "bias" not in n]
    return torch.optim.SGD([{"params": others}, {"params": biases, "weight_decay": 0}], lr=lr, weight_decay=wd)
