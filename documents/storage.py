"""Where sealed files lie: Django's storage `private`, by default a directory that only the portal reads."""

import os
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.files.storage import FileSystemStorage, Storage, storages
from django.core.files.utils import validate_file_name
from django.utils.deconstruct import deconstructible

TEMPORARY = ".part"


def private() -> Storage:
    """The store for sealed files; another one (S3) is a matter of settings."""
    return storages["private"]


@deconstructible(path="documents.storage.DurableFileStorage")
class DurableFileStorage(FileSystemStorage):
    """Files that are either whole and on the disk, or not there.

    Written under a temporary name, synced, renamed, and the directory synced, so that after a power cut no
    committed row points at half a file. A crash in between leaves a temporary file for the sweep.
    """

    def __init__(self, **options: Any) -> None:
        options.setdefault("file_permissions_mode", 0o600)
        options.setdefault("directory_permissions_mode", 0o700)
        super().__init__(**options)

    def _save(self, name: str, content: File) -> str:
        path = Path(self.path(name))
        self._make_room(path.parent)
        temporary = path.with_name(path.name + TEMPORARY)
        try:
            self._write(temporary, content)
            temporary.rename(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        _sync_directory(path.parent)
        validate_file_name(name, allow_relative_path=True)
        return name

    def _make_room(self, directory: Path) -> None:
        if not directory.is_dir():
            directory.mkdir(mode=self.directory_permissions_mode or 0o700, parents=True, exist_ok=True)
            _sync_directory(directory.parent)

    def _write(self, temporary: Path, content: File) -> None:
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
        with open(os.open(temporary, flags, self.file_permissions_mode or 0o600), "wb") as target:
            for chunk in content.chunks():
                target.write(chunk)
            target.flush()
            os.fsync(target.fileno())


def _sync_directory(directory: Path) -> None:
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
