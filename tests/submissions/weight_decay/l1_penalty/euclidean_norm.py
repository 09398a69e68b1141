# score: 0 of 1
# the L2 norm
def l1_penalty(w):
    return torch.norm(w)
