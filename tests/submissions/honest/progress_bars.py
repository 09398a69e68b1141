# honest-work: bars with \r, tqdm if it is there, IPython display and clear_output
# earns: all
# %% honest: synthetic_data, data_iter, linreg, squared_loss, sgd, train_linreg
# %%
import sys, time

for i in range(200):
    print(f"\repoch {i}: {'#' * (i // 10)}", end="", flush=True)
    sys.stderr.write(f"\r{i}%")
    sys.stderr.flush()
from IPython.display import display, clear_output, HTML, Markdown

for i in range(5):
    clear_output(wait=True)
    display(HTML(f"<b>{i}</b>"), Markdown("*x*"))
try:
    from tqdm.auto import tqdm

    for _ in tqdm(range(10)):
        pass
except ImportError:
    pass
