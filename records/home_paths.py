"""What stands in the data folder (``Settings.home``), by the names it has there: ``home / SEARCH``."""

from __future__ import annotations

from pathlib import Path

#: What the office set, and the keys it gave its screens.
SETTINGS_FILE = "xuedang.toml"
KEY_FILE = "keys.toml"
#: Files of the embedded server: its data, its log, which version wrote them, and the door to it.
DATABASE = "db"
SERVER_LOG = "mongod.log"
SERVER_FACTS = "server.json"
SERVER_SOCKET = "xd.sock"
#: A data folder of its own, while the database is moved to another version of its server.
UPGRADE = "upgrade"
#: Held while the server starts, by the server as long as it lives, while anybody uses it, while its data are
#: moved, and during a backup.
START_LOCK = "start.lock"
SERVER_LOCK = "server.lock"
CLIENTS_LOCK = "clients.lock"
UPGRADE_LOCK = "upgrade.lock"
BACKUPS_LOCK = "backups.lock"
#: The text indexes; made again when they are lost.
SEARCH = "search"
#: Backups that are made by themselves, unless the settings name another folder.
BACKUPS = "backups"
#: Mapping files of imports, and what was refused, in the source's own columns.
IMPORTS = "imports"
#: The office's own Word templates, a folder for each language.
TEMPLATES = "templates"
#: What is typed and not saved yet; the records pinned and opened last.
DRAFTS = "drafts"
BOOKMARKS = "bookmarks.json"


def rejects_file(home: Path, name: object) -> Path:
    """Where the rows that an import refused are written; ``name`` is its batch or its mapping file."""
    return home / IMPORTS / f"{name}-rejects.csv"
