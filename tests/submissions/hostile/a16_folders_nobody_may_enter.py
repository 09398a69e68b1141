# attack: A16: folders without any permission, in folders without any permission, in the home and in /dev/shm
# earns: linreg
# %% honest: linreg
# %%
import os

for place in (".", os.environ["TMPDIR"], "/dev/shm"):
    for i in range(30):
        try:
            os.makedirs(f"{place}/closed{i}/closed/closed")
            open(f"{place}/closed{i}/closed/file", "w").close()
            os.chmod(f"{place}/closed{i}/closed", 0)
            os.chmod(f"{place}/closed{i}", 0)
        except OSError:
            pass
os.chmod(".", 0)
