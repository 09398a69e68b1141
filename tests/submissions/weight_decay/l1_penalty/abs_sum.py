# score: 1 of 1
# the sum of the absolute values
def l1_penalty(w):
    return torch.sum(torch.abs(w))
