# score: 2 of 2
def l2_penalty(w):
    return torch.norm(w) ** 2 / 2
