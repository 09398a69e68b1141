# score: 2 of 2
# Sequential filled with append, all arguments by name, count_include_pad that does not matter
def transition_block(in_channels, out_channels):
    net = nn.Sequential()
    net.append(nn.BatchNorm2d(num_features=in_channels))
    net.append(nn.ReLU())
    net.append(nn.Conv2d(in_channels=in_channels, out_channels=out_channels, kernel_size=1, stride=1, padding=0))
    net.append(nn.AvgPool2d(kernel_size=(2, 2), stride=(2, 2), count_include_pad=False))
    return net
