"""What a cleaner removes: folders however deep and unreadable, and nothing that lies beside them."""

import os
import signal

from autograder.sandbox import clearing


def test_a_deep_folder_is_removed(tmp_path):
    """Deeper than any path may be long, and than Python recurses."""
    home = tmp_path / "home"
    home.mkdir()
    here = os.open(home, os.O_RDONLY)
    for _ in range(1500):
        os.mkdir("a_folder", dir_fd=here)
        inside = os.open("a_folder", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = inside
    os.close(here)
    clearing.remove(str(home))
    assert not home.exists()


def test_what_cannot_be_read_is_removed(tmp_path):
    """Whoever owns a folder may take its own rights away."""
    closed = tmp_path / "home" / "closed"
    closed.mkdir(parents=True)
    (closed / "file").write_text("x")
    closed.chmod(0)
    clearing.remove(str(tmp_path / "home"))
    assert not (tmp_path / "home").exists()


def test_a_link_is_removed_and_not_what_it_leads_to(tmp_path):
    """Neither one inside, nor one in place of the home."""
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "file").write_text("x")
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "link").symlink_to(tmp_path / "kept")
    clearing.remove(str(tmp_path / "home"))
    assert not (tmp_path / "home").exists()
    assert (tmp_path / "kept" / "file").exists()
    (tmp_path / "home").symlink_to(tmp_path / "kept")
    clearing.remove(str(tmp_path / "home"))
    assert (tmp_path / "kept" / "file").exists()


def test_a_user_runs_while_it_has_a_process():
    """Also one that is stopped, and can be ended only by SIGKILL; who has none does not."""
    assert not clearing.is_running(1_999_999_999)
    child = os.fork()
    if child == 0:
        os.kill(os.getpid(), signal.SIGSTOP)
        os._exit(0)
    os.waitpid(child, os.WUNTRACED)
    assert clearing.is_running(os.stat(f"/proc/{child}").st_uid)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
