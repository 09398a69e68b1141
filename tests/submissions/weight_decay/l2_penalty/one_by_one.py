# score: 0 of 2
def l2_penalty(w):
    return w.T @ w / 2
