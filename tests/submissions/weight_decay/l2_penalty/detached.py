# score: 1.5 of 2
def l2_penalty(w):
    return (w.detach() ** 2).sum() / 2
