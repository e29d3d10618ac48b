"""Getting into a shared server: passwords typed, remembered or read from a file, and never shown."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import keyring
import keyring.backend
import keyring.errors
import pytest
from pymongo.errors import OperationFailure
from textual.widgets import Input

from records.archive import remember_password
from records.errors import Refused, SignInNeeded, UsageFault
from records.opening import open_archive
from records.record import Record
from records.settings import Settings
from records.store import schema
from scripts.main import main
from tests.scripts.shared_server import Server, password_of, settings_of
from tests.scripts.terminal import Terminal
from tests.tui.conftest import Running
from tui.app import XuedangApp
from tui.screens.forms.form import FormScreen
from tui.screens.forms.raw_document import RawDocumentScreen, open_raw
from tui.screens.home import HomeScreen
from tui.screens.quick.quick import open_quick, open_way
from tui.screens.sign_in import SignInScreen
from tui.widgets.text_editors import LongTextEditor

ROOT = Path(__file__).resolve().parents[2]
SECRET = password_of("王岚")


class Ring(keyring.backend.KeyringBackend):
    """A keyring as a system would have one."""

    priority = 1.0

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


def without_password(ready: Server, home: Path, account: str | None = None) -> Settings:
    """What a desk has set that does not hold its password."""
    uri = f"mongodb://127.0.0.1:{ready.port}/xuedang?directConnection=true"
    return Settings(home=home, uri=uri, account=account)


async def opened_as(settings: Settings) -> str:
    async with open_archive(settings) as archive:
        return archive.operator


async def test_a_password_comes_from_where_it_was_put(
    ready: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = without_password(ready, tmp_path)
    with pytest.raises(SignInNeeded) as nobody:
        await opened_as(desk)
    assert (nobody.value.account, nobody.value.wrong) == ("", False)

    named = replace(desk, account="王岚", operator="somebody else")
    with pytest.raises(SignInNeeded) as unknown:
        await opened_as(named)
    assert unknown.value.account == "王岚"
    with pytest.raises(SignInNeeded) as wrong:
        await opened_as(replace(named, password="guessed"))
    assert wrong.value.wrong
    assert "王岚" in wrong.value.message
    # Whom the address names goes before whoever signed in here last, and after what is typed.
    assert named.uri is not None
    addressed = replace(named, uri=named.uri.replace("//", "//reader@"))
    with pytest.raises(SignInNeeded) as other:
        await opened_as(addressed)
    assert other.value.account == "reader"
    assert await opened_as(replace(addressed, password=SECRET)) == "王岚"
    typed = replace(named, password=SECRET)
    assert await opened_as(typed) == "王岚"

    file = tmp_path / "password"
    file.write_text(f"{SECRET}\n", encoding="utf-8")
    file.chmod(0o644)
    with pytest.raises(Refused, match="600"):
        await opened_as(replace(named, password_file=str(file)))
    file.chmod(0o600)
    assert await opened_as(replace(named, password_file=str(file))) == "王岚"

    before, ring = keyring.get_keyring(), Ring()
    keyring.set_keyring(ring)
    monkeypatch.setattr(sys, "stdin", sys.__stdin__)
    try:
        assert remember_password(typed)
        assert list(ring.kept.values()) == [SECRET]
        assert await opened_as(named) == "王岚"
    finally:
        keyring.set_keyring(before)
    for shown in (repr(typed), str(wrong.value), str(unknown.value)):
        assert SECRET not in shown


@pytest.mark.parametrize(
    "uri",
    [
        "mongodb://王岚:sec/ret:word@localhost:1/xuedang",
        "mongodb://u:se@cret-word@localhost:1/xuedang",
        "mongodb://u:secret-word@localhost:port/xuedang",
        "mongodb://u:secret%2word@localhost:1/xuedang?authMechanism=nothing",
    ],
)
async def test_a_wrong_address_is_refused_without_repeating_it(uri: str, tmp_path: Path) -> None:
    with pytest.raises((UsageFault, SignInNeeded)) as refusal:
        await opened_as(Settings(home=tmp_path, uri=uri))
    assert not re.search("ret|word|cret", str(refusal.value).replace("password", ""))


def test_a_server_that_is_away_is_named_without_its_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XUEDANG_HOME", str(tmp_path))
    away = "mongodb://u:secret-word@127.0.0.1:1/xuedang?serverSelectionTimeoutMS=50"
    monkeypatch.setenv("MONGODB_URI", away)
    assert main(["status", "--lang", "en"]) == 3
    said = capsys.readouterr()
    assert "127.0.0.1:1" in said.err
    assert "secret-word" not in said.out + said.err


def test_accounts_are_made_changed_and_removed(
    ready: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    uri = settings_of(ready, "admin", tmp_path).uri
    assert uri is not None
    monkeypatch.setenv("XUEDANG_HOME", str(tmp_path))
    monkeypatch.setenv("MONGODB_URI", uri)
    into = tmp_path / "made-up"

    def run(*words: str) -> tuple[int, str]:
        code = main([*words, "--lang", "en"])
        said = capsys.readouterr()
        assert password_of("admin") not in said.out + said.err
        return code, said.out + said.err

    done = run("user", "add", "赵永刚", "--role", "reader", "--generate", str(into))
    assert done[0] == 0, done
    made_up = into.read_text(encoding="utf-8").strip()
    assert into.stat().st_mode & 0o777 == 0o600
    assert len(made_up) >= 20
    code, said = run("user", "add", "赵永刚", "--role", "reader", "--password-file", str(into))
    assert (code, "already" in said) == (3, True)
    # What was refused leaves no password behind, which would be in the way of the next try.
    unused = tmp_path / "unused"
    for name, role in (("赵永刚", "reader"), ("王德明", "boss")):
        assert run("user", "add", name, "--role", role, "--generate", str(unused))[0] in (2, 3)
        assert not unused.exists()
    assert run("user", "password", "王德明", "--generate", str(unused))[0] == 2
    assert not unused.exists()
    assert run("user", "password", "赵永刚", "--generate", str(into))[0] == 3
    assert into.read_text(encoding="utf-8").strip() == made_up
    code, said = run("user", "password", "赵永刚")
    assert (code, "--password-file" in said) == (2, True)
    assert run("user", "role", "赵永刚", "--role", "operator")[0] == 0
    code, said = run("user", "list")
    assert "赵永刚" in said
    assert re.search(r"^\s*赵永刚\s+operator\s*$", said, re.M), "the role once"
    assert made_up not in said
    code, said = run("user", "role", "admin", "--role", "reader")
    assert (code, "your own" in said) == (3, True)
    monkeypatch.setenv("MONGODB_URI", settings_of(ready, "restorer", tmp_path).uri or "")
    assert run("user", "role", "admin", "--role", "reader")[0] == 0
    code, said = run("user", "remove", "restorer")
    assert (code, "your own" in said) == (3, True)
    assert run("user", "role", "admin", "--role", "admin")[0] == 0
    assert run("user", "remove", "赵永刚")[0] == 0
    code, said = run("journal", "--json")
    assert code == 0
    roles = re.findall(r'"action": "(role|sign_in)"', said)
    assert {"role", "sign_in"} <= set(roles)


def test_a_typed_password_is_in_no_process_list(ready: Server, tmp_path: Path) -> None:
    """On a real terminal: sign in, then a new account with its password typed twice."""
    environment = os.environ | {
        "XUEDANG_HOME": str(tmp_path),
        "MONGODB_URI": f"mongodb://admin@127.0.0.1:{ready.port}/xuedang?directConnection=true",
        "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
        "XUEDANG_LANG": "en",
    }
    main_end, end = pty.openpty()
    command = [sys.executable, "-m", "scripts.main", "user", "add", "刘芳", "--role", "reader"]
    with subprocess.Popen(
        command, stdin=end, stdout=end, stderr=end, cwd=ROOT, env=environment, start_new_session=True
    ) as process:
        os.close(end)
        said = b""

        def answer(question: str, word: str) -> None:
            nonlocal said
            while question.encode() not in said:
                try:
                    said += os.read(main_end, 1000)
                except OSError:
                    raise AssertionError(said.decode()) from None
            said = b""
            os.write(main_end, f"{word}\n".encode())

        answer("Password of admin", "wrong one")
        answer("Password of admin", password_of("admin"))
        answer("New password", "long enough")
        line = Path(f"/proc/{process.pid}/cmdline").read_bytes()
        answer("Once more", "long enough")
        told = b""
        while b"Made the account" not in told:
            told += os.read(main_end, 1000)
        assert process.wait() == 0
    os.close(main_end)
    assert password_of("admin").encode() not in line + told
    assert b"long enough" not in line + told
    with ready.signed_in("刘芳", "long enough") as archive:
        archive["records"].find_one()


async def test_the_screen_asks_until_it_is_right_and_a_reader_edits_nothing(
    ready: Server, tmp_path: Path
) -> None:
    async with open_archive(settings_of(ready, "王岚", tmp_path / "desk")) as archive:
        someone = await archive.save(Record.new("person", {"name": "张伟民"}))
    app = XuedangApp(replace(without_password(ready, tmp_path / "home", "reader"), language="en"))
    async with app.run_test(size=(80, 24)) as pilot:
        run = Running(app, pilot)
        for password in ("wrong", password_of("reader")):
            box = await run.screen(SignInScreen)
            await run.until(lambda box=box: box.focused is not None and box.focused.id == "password")  # type: ignore[misc]
            box.query_one("#password", Input).value = password
            await run.press("enter")
            await run.until(lambda box=box: app.screen is not box)  # type: ignore[misc]
        home = await run.screen(HomeScreen)
        await run.until(lambda: app.archive is not None)
        await run.until(lambda: home.check_action("new_record", ()) is False)
        app.push_screen(FormScreen(someone))
        form = await run.screen(FormScreen)
        await run.until(lambda: form.query("FieldRow") and form.takes_keys)
        assert form.context.read_only
        assert form.check_action("save", ()) is False
        assert form.check_action("history", ()) is True
        assert "read only" in str(form.query_one("#form-status").render())
        assert "reader" in app.operator
        open_raw(form)
        page = await run.screen(RawDocumentScreen)
        await run.until(lambda: page.query("#raw-text") and page.takes_keys)
        assert page.query_one(LongTextEditor).read_only and page.check_action("save", ()) is False
        assert "read only" in str(page.query_one("#raw-said").render())
        for enter in (open_quick, lambda app: open_way(app, "meeting")):
            told = len(app._notifications)
            enter(app)
            await run.until(lambda told=told: len(app._notifications) > told, "told")  # type: ignore[misc]
            assert app.screen is page
    said = (tmp_path / "home" / "xuedang.toml").read_text(encoding="utf-8")
    assert 'account = "reader"' in said
    assert password_of("reader") not in said


def test_a_lost_archive_is_put_back_by_the_account_restorer(
    ready: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As on a new server: accounts and roles are made, nobody has opened the archive."""
    accounts = [
        {"name": name, "role": role, "password": f"{name} of another", "archive": "another"}
        for name, role in (("chief", "admin"), ("helper", "restorer"))
    ]
    ready.write_secrets("root's password", accounts)
    ready.first_run("xuedang,another")
    ready.write_secrets("root's password", [])
    monkeypatch.setenv("XUEDANG_HOME", str(tmp_path))
    backup = str(tmp_path / "a.xdb")

    def run(uri: str, *words: str) -> tuple[int, str]:
        monkeypatch.setenv("MONGODB_URI", uri)
        code = main([*words, "--lang", "en"])
        said = capsys.readouterr()
        return code, said.out + said.err

    def another(name: str) -> str:
        return f"mongodb://{name}:{name}%20of%20another@127.0.0.1:{ready.port}/another?directConnection=true"

    operator = settings_of(ready, "王岚", tmp_path).uri or ""
    assert run(operator, "add", "person", "--set", "name=张伟民")[0] == 0
    assert run(operator, "backup", backup)[0] == 0
    monkeypatch.setenv("XUEDANG_ARCHIVE", "another")
    code, said = run(another("chief"), "restore", backup)
    assert (code, "restorer" in said) == (3, True)
    # With the password from a file, and asked for nothing.
    password = tmp_path / "password"
    password.touch(mode=0o600)
    password.write_text("helper of another", encoding="utf-8")
    monkeypatch.setenv("XUEDANG_PASSWORD_FILE", str(password))
    address = f"mongodb://helper@127.0.0.1:{ready.port}/another?directConnection=true"
    code, said = run(address, "restore", backup)
    assert (code, "each the same" in said) == (0, True), said
    assert f"another on 127.0.0.1:{ready.port}" in said
    assert "helper" in run(another("helper"), "journal", "--action", "restored")[1]
    code, said = run(address, "restore", backup)
    assert (code, "not empty" in said) == (3, True)
    monkeypatch.delenv("XUEDANG_PASSWORD_FILE")
    code, said = run(another("chief"), "find", "张伟民", "--json")
    assert (code, "张伟民" in said) == (0, True)
    code, said = run(another("chief"), "verify")
    assert code == 0, said
    with ready.signed_in("chief", "chief of another", "another") as archive:
        (records,) = archive.client["another"].list_collections(filter={"name": "records"})
        assert records["options"]["validator"] == schema.GUARDED


def test_a_county_sees_every_archive_and_an_office_its_own(
    ready: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    county = {"name": "county", "role": "reader", "password": "the county", "archive": "*"}
    other = {"name": "shangying", "role": "admin", "password": "another office", "archive": "shangying"}
    ready.write_secrets("root's password", [county, other])
    said = ready.first_run("xuedang,shangying")
    assert said == ["made the account county (reader)", "made the account shangying (admin)"]
    assert ready.first_run("xuedang,shangying") == []
    ready.write_secrets("root's password", [])
    host = f"127.0.0.1:{ready.port}"
    monkeypatch.setenv("XUEDANG_HOME", str(tmp_path))

    def archives(account: str, source: str, *words: str) -> list[str]:
        monkeypatch.setenv("MONGODB_URI", f"mongodb://{account}@{host}/{source}?directConnection=true")
        assert main(["status", *words, "--json", "--lang", "en"]) == 0
        found = json.loads(capsys.readouterr().out)
        return [each["archive"] for each in found] if isinstance(found, list) else [found["database"]]

    assert archives("shangying:another%20office", "shangying", "--archive", "shangying") == ["shangying"]
    assert archives("shangying:another%20office", "shangying", "--all") == ["shangying"]
    assert archives("county:the%20county", "admin", "--all") == ["shangying", "xuedang"]
    assert archives("county:the%20county", "admin", "--archive", "shangying") == ["shangying"]
    office = ready.signed_in("shangying", "another office", "shangying")
    with office as archive, pytest.raises(OperationFailure, match="not authorized"):
        archive["records"].find_one()


def test_where_there_are_no_accounts_no_password_is_asked_for(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scripts.commands.user.new_password", lambda *_: pytest.fail("asked"))
    for words in (("add", "王岚", "--role", "operator"), ("password",), ("password", "王岚"), ("list",)):
        assert terminal.run("user", *words) == 3
        assert "This archive has no accounts." in terminal.err
