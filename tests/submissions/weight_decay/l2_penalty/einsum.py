# score: 2 of 2
def l2_penalty(w):
    return torch.einsum("i,i->", w.reshape(-1), w.reshape(-1)) * 0.5
