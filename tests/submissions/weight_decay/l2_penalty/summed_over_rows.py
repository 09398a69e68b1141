# score: 0 of 2
def l2_penalty(w):
    return (w**2).sum(0) / 2
