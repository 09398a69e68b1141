# score: 2 of 2
# wd/2 · ‖weight‖² added to the loss, with an SGD without decay, which is the same step
def train_concise(wd, train_iter, num_inputs, num_epochs=100, lr=0.003):
    net = nn.Linear(num_inputs, 1)
    with torch.no_grad():
        net.weight.copy_(torch.randn(1, num_inputs))
        net.bias.copy_(torch.randn(1))
    opt = torch.optim.SGD(net.parameters(), lr=lr)
    for epoch in range(num_epochs):
        for X, y in train_iter:
            opt.zero_grad(set_to_none=True)
            l = F.mse_loss(net(X), y) + wd * l2_penalty(net.weight)
            l.backward()
            opt.step()
    return net
