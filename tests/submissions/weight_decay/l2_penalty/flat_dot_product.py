# score: 2 of 2
def l2_penalty(w):
    v = w.flatten()
    return torch.dot(v, v) / 2
