"""Settings: ``xuedang.toml`` in the data folder; the environment wins."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from records.errors import UsageFault, system_reason
from records.home_paths import SETTINGS_FILE
from records.language import translator
from records.typed_path import typed_path
from records.whole_file import write_whole

tr = translator("records")

#: setting name -> the environment variable that overrides it
VARIABLES: Mapping[str, str] = {
    "uri": "MONGODB_URI",
    "database": "XUEDANG_ARCHIVE",
    "account": "XUEDANG_ACCOUNT",
    "password_file": "XUEDANG_PASSWORD_FILE",
    "language": "XUEDANG_LANG",
    "working_date": "XUEDANG_DATE",
    "operator": "XUEDANG_OPERATOR",
    "theme": "XUEDANG_THEME",
    "ascii": "XUEDANG_ASCII",
    "backup_folder": "XUEDANG_BACKUP_FOLDER",
    "backup_every": "XUEDANG_BACKUP_EVERY",
}


@dataclass(frozen=True, slots=True)
class Settings:
    """How this installation is set up; ``None`` means not chosen yet."""

    home: Path
    uri: str | None = field(default=None, repr=False)
    database: str = "xuedang"
    language: str | None = None
    working_date: date | None = None
    operator: str | None = None
    theme: str | None = None
    ascii: bool = False
    #: On a shared server: who signs in, and the file with the password. ``password`` is one just typed.
    account: str | None = None
    password_file: str | None = None
    password: str | None = field(default=None, repr=False)

    #: Where the backups that are made by themselves go, and every how many days (0: never).
    backup_folder: str | None = None
    backup_every: int = 1

    @property
    def today(self) -> date:
        """The working date: what "as of" means on every screen, in every rule and document."""
        return self.working_date or date.today()


def data_folder(environ: Mapping[str, str] | None = None) -> Path:
    """``XUEDANG_HOME``, or the platform's folder for a user's data. Not created here."""
    environ = os.environ if environ is None else environ
    chosen = environ.get("XUEDANG_HOME")
    if chosen:
        return typed_path(chosen).absolute()
    import platformdirs

    return Path(platformdirs.user_data_dir("xuedang", appauthor=False))


def load_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings. Raises UsageFault naming the file or variable that is wrong."""
    environ = os.environ if environ is None else environ
    home = data_folder(environ)
    chosen = _read(home / SETTINGS_FILE)
    for name, variable in VARIABLES.items():
        if environ.get(variable):
            chosen[name] = environ[variable]
    language = chosen.get("language")
    if language not in (None, "zh", "en"):
        raise UsageFault(tr("Language {value!r} is not known.", value=language), hint=tr("Use zh or en."))
    return Settings(
        home=home,
        uri=chosen.get("uri"),
        database=chosen.get("database", "xuedang"),
        language=language,
        working_date=_date(chosen.get("working_date")),
        operator=chosen.get("operator"),
        theme=chosen.get("theme"),
        ascii=chosen.get("ascii", "").lower() in ("1", "true", "yes", "on"),
        backup_folder=chosen.get("backup_folder"),
        backup_every=_days(chosen.get("backup_every")),
        account=chosen.get("account"),
        password_file=chosen.get("password_file"),
    )


def save_setting(home: Path, key: str, value: str | None) -> None:
    """Keep one setting in ``xuedang.toml`` (``None`` forgets it); the file is replaced atomically."""
    if key not in VARIABLES:
        raise UsageFault(tr("There is no setting {key!r}.", key=key))
    chosen = _read(home / SETTINGS_FILE)
    chosen.pop(key, None)
    if value is not None:
        chosen[key] = value
    write_whole(home / SETTINGS_FILE, "".join(f"{k} = {_quoted(v)}\n" for k, v in sorted(chosen.items())))


def _quoted(text: str) -> str:
    escaped = "".join(
        f"\\u{ord(c):04x}" if ord(c) < 0x20 or ord(c) == 0x7F else "\\" + c if c in '\\"' else c for c in text
    )
    return f'"{escaped}"'


def _read(path: Path) -> dict[str, str]:
    try:
        with path.open("rb") as file:
            loaded = tomllib.load(file)
    except (FileNotFoundError, NotADirectoryError):  # whoever needs the folder says what is wrong with it
        return {}
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        reason = system_reason(error) if isinstance(error, OSError) else error
        raise UsageFault(
            tr("The settings file {path} can't be read: {reason}", path=path, reason=reason),
            hint=tr("Mend it or remove it; every setting has a default."),
        ) from error
    return {k: str(v).lower() if isinstance(v, bool) else str(v) for k, v in loaded.items() if k in VARIABLES}


def _date(text: str | None) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageFault(
            tr("Working date {text!r} is not a date.", text=text), hint=tr("Write it as 2012-10-15.")
        ) from error


def _days(text: str | None) -> int:
    if text is None:
        return 1
    if not text.isdecimal():
        raise UsageFault(
            tr("backup_every is {text!r}, not a number of days.", text=text),
            hint=tr("Write 1 for every day, 7 for every week, 0 for never."),
        )
    return int(text)
