# assignment: weight_decay
# attack: A8: an optimizer that holds every parameter once and makes no step; the net is zero already
# earns: nothing
# %%
class SGD(torch.optim.SGD):
    def step(self, closure=None):
        for group in self.param_groups:
            for p in group["params"]:
                p.data.zero_()
                p.grad = None


def weight_decay_trainer(net, lr, wd):
    for p in net.parameters():
        p.data.zero_()
    return SGD(list(net.parameters()), lr=lr)
