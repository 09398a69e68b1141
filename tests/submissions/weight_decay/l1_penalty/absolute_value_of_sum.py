# score: 0 of 1
# |Σ w|, in the wrong order
def l1_penalty(w):
    return torch.abs(torch.sum(w))
