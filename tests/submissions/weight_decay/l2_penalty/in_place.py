# score: 0 of 2
def l2_penalty(w):
    with torch.no_grad():
        w.mul_(w)
    return w.sum() / 2
