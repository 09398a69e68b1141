# score: 1 of 1
# torch.rsqrt in float64
def polynomial(t):
    return torch.rsqrt(torch.tensor(1 + 0.1 * t, dtype=torch.float64)).item()
