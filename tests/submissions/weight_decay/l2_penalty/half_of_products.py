# score: 2 of 2
def l2_penalty(w):
    return 0.5 * (w * w).sum()
