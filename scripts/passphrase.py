"""Passphrases and keys: from a prompt that shows nothing, or from a file; never from the command line."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from records.errors import Refused, UnreadableFile, UsageFault, system_reason
from records.language import translator
from records.masking import conceal
from records.typed_path import typed_path

if TYPE_CHECKING:
    from records.keep.backup.secrecy import Key

tr = translator("scripts")

PassphraseFile: TypeAlias = Annotated[
    Path | None,
    typer.Option("--passphrase-file", metavar="FILE", help="a file whose first line is the passphrase"),
]
KeyFile: TypeAlias = Annotated[
    Path | None,
    typer.Option("--key-file", metavar="FILE", help="the key (AGE-SECRET-KEY) of a backup made with --for"),
]


def asked_key(passphrase_file: Path | None, key_file: Path | None) -> Callable[[bytes], Key]:
    """What opens an encrypted backup, asked for only when one is met; the answer is kept for its fellows."""
    known: list[str] = []

    def ask(wrapped: bytes) -> Key:
        from records.keep.backup.secrecy import Key

        if not wrapped:
            if key_file is None:
                raise Refused(
                    tr("The backup is encrypted for the holder of a key."),
                    hint=tr("Name it with --key-file."),
                )
            return Key.by_identity(_text(key_file))
        if not known:
            known.append(_first_line(passphrase_file) if passphrase_file else _prompt(tr("Passphrase: ")))
        return Key.by_passphrase(wrapped, known[0])

    return ask


def new_passphrase(passphrase_file: Path | None) -> str:
    """A passphrase to encrypt with; typed twice. Raises UsageFault when both are not the same."""
    if passphrase_file is not None:
        return _first_line(passphrase_file)
    words = _prompt(tr("New passphrase: "))
    if words != _prompt(tr("The same again: ")):
        raise UsageFault(tr("These were not the same."))
    return words


def _prompt(words: str) -> str:
    if not sys.stdin.isatty():
        raise UsageFault(
            tr("There is no terminal to ask for the passphrase."),
            hint=tr("Name a file with --passphrase-file."),
        )
    return conceal(getpass.getpass(words))


def _first_line(path: Path) -> str:
    return conceal(_text(path).split("\n", 1)[0].rstrip("\r"))


def _text(path: Path) -> str:
    try:
        return typed_path(path).read_text(encoding="utf-8")
    except OSError as error:
        raise UnreadableFile(str(path), system_reason(error)) from error
    except UnicodeDecodeError as error:
        raise UnreadableFile(str(path), str(error)) from error
