# score: 2 of 2
# functional, with torch.autograd.grad, nested helpers, and the list of losses as a comprehension
def train_linreg(features, labels, lr=0.03, num_epochs=3, batch_size=10):
    params = [torch.empty(features.shape[1], 1).normal_(0, 0.01), torch.zeros(1)]

    def total(params, X, y):
        return ((X @ params[0] + params[1] - y.reshape(-1, 1)) ** 2).sum() / 2

    def epoch():
        for idx in torch.randperm(len(features)).split(batch_size):
            for p in params:
                p.requires_grad_(True)
            grads = torch.autograd.grad(total(params, features[idx], labels[idx]), params)
            params[:] = [(p - lr * g / batch_size).detach() for p, g in zip(params, grads)]
        return float(total(params, features, labels)) / len(features)

    losses = [epoch() for _ in range(num_epochs)]
    return params[0], params[1], losses
