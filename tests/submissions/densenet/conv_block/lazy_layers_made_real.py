# score: 1 of 1
# lazy layers, made real by a pass in eval mode (which leaves the running statistics fresh)
def conv_block(in_channels, out_channels):
    net = nn.Sequential(nn.LazyBatchNorm2d(), nn.ReLU(), nn.LazyConv2d(out_channels, kernel_size=3, padding=1))
    net.eval()
    with torch.no_grad():
        net(torch.zeros(1, in_channels, 4, 4))
    net.train()
    return net
