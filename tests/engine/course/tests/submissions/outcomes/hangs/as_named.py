# score: 0 of 1
def hangs(x):
    while True:
        pass
