# score: 2 of 2
# an empty Sequential, filled by add_module
def resnet_block(in_channels, out_channels, num_residuals, first_block=False):
    net = nn.Sequential()
    options = {} if first_block else {"use_1x1conv": True, "stride": 2}
    net.add_module("0", Residual(in_channels, out_channels, **options))
    while len(net) < num_residuals:
        net.add_module(str(len(net)), Residual(out_channels, out_channels))
    return net
