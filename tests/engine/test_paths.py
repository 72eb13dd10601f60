"""Folders of the program on a home that can't be written."""

import os
import tempfile
from pathlib import Path

import pytest

from w12studio.domain.errors import W12Error
from w12studio.engine import paths


@pytest.fixture
def no_home(tmp_path, monkeypatch):
    (tmp_path / "home").write_bytes(b"a file, where no folder can be made")
    (tmp_path / "temporary").mkdir()
    monkeypatch.setenv("W12STUDIO_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    return tmp_path / "temporary"


def test_the_home_that_is_named_is_used(tmp_path, monkeypatch):
    monkeypatch.setenv("W12STUDIO_HOME", str(tmp_path / "deep" / "home"))
    assert paths.cache_dir() == tmp_path / "deep" / "home" / "cache"
    assert paths.log_file().parent.is_dir()


def test_without_a_home_the_folders_are_temporary_and_this_users(no_home):
    for folder in (paths.cache_dir(), paths.data_dir(), paths.log_dir()):
        assert folder.is_dir() and folder.parent.parent == no_home
        if os.name != "nt":
            assert folder.parent.stat().st_mode & 0o077 == 0


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="needs user numbers")
def test_another_users_folder_is_not_used(no_home, monkeypatch):
    paths.cache_dir()
    owner = os.getuid()
    (folder,) = no_home.iterdir()
    monkeypatch.setattr(os, "getuid", lambda: owner + 1)
    folder.rename(Path(no_home, f"w12studio-{owner + 1}"))
    with pytest.raises(W12Error, match="W12STUDIO_HOME"):
        paths.cache_dir()
