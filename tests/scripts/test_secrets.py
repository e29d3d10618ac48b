"""What nobody may read over a shoulder or in a report: passwords, addresses with one, ID numbers."""

from __future__ import annotations

import logging
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pymongo
import pytest

from records.archive import Archive
from records.record import Record
from records.search.parse import parse_query
from records.settings import load_settings
from records.store.embedded import Running
from records.store.sign_in import address_of, credentials
from tests.scripts.terminal import Terminal

NUMBER, PHONE, PASSWORD, ENCODED = "999999197803150011", "13800001234", "geheim@青杨河", "geheim%40qingyang"
SECRETS = (NUMBER, PHONE, PASSWORD, ENCODED, "geheim@qingyang")


def test_a_fault_tells_no_secret_of_its_arguments_and_locals(
    archive_home: Path, terminal: Terminal, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The real command, a fault deep in it, and everything that is written: both streams, log, report."""
    caplog.set_level(logging.DEBUG)
    (archive_home / "password").write_text(PASSWORD + "\n", "utf-8")
    (archive_home / "password").chmod(0o600)

    async def broken(archive: Archive, query: object, **options: object) -> None:
        uri = (
            f"mongodb://wanglan:{ENCODED}@10.0.0.1/?authSource=admin&tlsCertificateKeyFilePassword={ENCODED}"
        )
        settings = replace(
            load_settings(), uri=uri, account="wanglan", password_file=str(archive_home / "password")
        )
        plain = replace(settings, uri="mongodb://10.0.0.1/")
        known = credentials(plain, address_of(plain))
        assert known is not None and address_of(settings).has_password
        try:
            raise KeyError(known.password, "geheim@qingyang")
        except KeyError as error:
            raise ZeroDivisionError(f"{query} {settings} {known} {PHONE}") from error

    monkeypatch.setattr(Archive, "find", broken)
    assert terminal.run("find", f"id_no:{NUMBER}") == 3
    (report,) = (archive_home / "crashes").iterdir()
    written = report.read_text("utf-8")
    assert "ZeroDivisionError" in written and "KeyError" in written and "in broken" in written
    # The source of a line that failed stands in it; what the names in it held does not.
    told = terminal.out + terminal.err + caplog.text + written
    assert [secret for secret in SECRETS if secret in told] == []
    assert "Traceback" not in terminal.err


def test_a_message_names_no_number_that_it_is_about(archive_home: Path, terminal: Terminal) -> None:
    words = ("add", "person", "--set", "name=张伟民", "--set", f"id_no={NUMBER}")
    added = terminal.json(*words)["record"]
    told = terminal.out + terminal.err
    assert terminal.run("add", "person", "--set", "name=李秀兰", "--set", f"id_no={NUMBER[:-1]}9") == 2
    told += terminal.out + terminal.err
    # Not even where somebody wrote it into a reason, which stays for ever.
    assert terminal.run("show", added["no"], "--unmasked", "--reason", f"核对{NUMBER}") == 0
    assert terminal.run("journal", "--json") == 0
    told += terminal.out
    assert NUMBER not in told and NUMBER[:-1] not in told


async def test_the_log_of_the_embedded_server_tells_of_no_slow_question(
    mongod: Running, archive: Archive
) -> None:
    client: pymongo.MongoClient[dict[str, Any]] = pymongo.MongoClient(mongod.uri)
    with closing(client):
        client.admin.command({"profile": 0, "slowms": -1})
        try:
            await archive.save(Record.new("person", {"name": "张伟民", "id_no": NUMBER, "phone": PHONE}))
            await archive.find(parse_query(f"id_no:{NUMBER}", archive.kinds))
        finally:
            client.admin.command({"profile": 0, "slowms": 100})
        path = client.admin.command("getCmdLineOpts")["parsed"]["systemLog"]["path"]
    text = Path(path).read_text("utf-8", "replace")
    assert NUMBER not in text and PHONE not in text
