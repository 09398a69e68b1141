# attack: A22: escape sequences, HTML, null bytes, bidi marks and formulas in exception texts, class names, printed text, names and keys
# earns: linreg
# %% honest: linreg
# %%
teeth = '\x1b[2J\x1b]0;passed\x07\x9b31m<script>alert(1)</script><img src=x onerror=alert(1)>\x00\u202e\u2066\u200b\u2028=HYPERLINK("http://x")|[link](javascript:x)`${7*7}`\r\n[green]PASSED[/green]'
Bad = type("=cmd|'/C calc'!A0\x1b[31m<b>\u202egnp", (Exception,), {"__module__": "\x1b[1m"})


def squared_loss(y_hat, y):
    raise Bad(teeth)


def sgd(params, lr, batch_size):
    return type("<h1>\x1b[0m\u202e" * 50, (), {})()


def synthetic_data(w, b, n):
    return {teeth: teeth}, teeth * 1000


def data_iter(batch_size, features, labels):
    raise SyntaxError(teeth, ("cell 3", 1, 1, teeth))


# %%
print(teeth)
import sys

sys.stderr.write(teeth)
# %%
raise Bad("=1+1" + teeth)
