# score: 3 of 3
# what is frozen is not given to the optimizer
def weight_decay_trainer(net, lr, wd):
    trained = {n: p for n, p in net.named_parameters() if p.requires_grad}
    groups = []
    for is_bias, decay in ((False, wd), (True, 0.0)):
        params = [p for n, p in trained.items() if n.endswith("bias") is is_bias]
        if params:
            groups.append({"params": params, "weight_decay": decay})
    return torch.optim.SGD(groups, lr=lr, momentum=0.0)
