"""A backup with the earlier ones that it rests on, opened together."""

from __future__ import annotations

from pathlib import Path

from records.errors import UnreadableFile
from records.keep.backup.container import AskKey, BackupFile, DamagedBackup
from records.keep.backup.manifest import Manifest, Part
from records.language import translator

tr = translator("records")


class Chain:
    """All parts of one backup, in whichever file they lie. The methods block; close it in the end."""

    def __init__(self, path: Path, ask: AskKey) -> None:
        """Raises UnreadableFile (also of an earlier file that is missing), DamagedBackup, Refused."""
        newest = BackupFile(path, ask)
        self.manifest: Manifest = newest.manifest
        self._files = {newest.manifest.id: newest}
        try:
            for identifier, name in self.manifest.files.items():
                if identifier not in self._files:
                    self._files[identifier] = _earlier(path, name, identifier, ask)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        for file in self._files.values():
            file.close()

    def __enter__(self) -> Chain:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def read(self, part: Part) -> bytes:
        """The documents of a part. Raises DamagedBackup naming it and its place."""
        return self._files[part.backup].read(part)

    def check(self) -> None:
        """Look at every byte of every file. Raises DamagedBackup naming the first place that is not right."""
        for identifier, file in self._files.items():
            if not file.whole():
                for part in file.manifest.parts:
                    if part.backup == identifier:
                        file.read(part)
                raise file.damaged(tr("something outside of its parts was changed"))
        for part in self.manifest.parts:
            self.read(part)


def _earlier(newest: Path, name: str, identifier: str, ask: AskKey) -> BackupFile:
    path = newest.parent / Path(name).name
    try:
        file = BackupFile(path, ask)
    except UnreadableFile as error:
        raise UnreadableFile(
            str(path), tr("{newest} rests on it; put both into one folder", newest=newest.name)
        ) from error
    if file.manifest.id != identifier:
        file.close()
        raise DamagedBackup(
            tr("{file} is another backup than the one {newest} rests on.", file=path, newest=newest.name),
            hint=tr("Find the file of that name that was made before, or restore another backup."),
        )
    return file
