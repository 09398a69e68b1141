# score: 1 of 1
# torch.exp in float64, then .item()
def exponential(t):
    return torch.exp(torch.tensor(-0.1 * t, dtype=torch.float64)).item()
