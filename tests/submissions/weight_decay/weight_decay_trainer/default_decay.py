# score: 3 of 3
# the default settings are the weights'
def weight_decay_trainer(net, lr, wd):
    named = dict(net.named_parameters())
    biases = [p for n, p in named.items() if n == "bias" or n.endswith(".bias")]
    others = [p for n, p in named.items() if n != "bias" and not n.endswith(".bias")]
    return torch.optim.SGD([{"params": others}, {"params": biases, "weight_decay": 0}], lr=lr, weight_decay=wd)
