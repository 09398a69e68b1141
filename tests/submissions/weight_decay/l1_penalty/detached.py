# score: 0.67 of 1
# detached, no gradient flows back to w
def l1_penalty(w):
    return w.detach().abs().sum()
