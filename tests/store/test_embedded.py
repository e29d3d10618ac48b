"""The embedded server: who starts it, who stops it, and what is said when it can't be."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote_plus

import psutil
import pytest

from records.archive import Archive
from records.errors import DiskFull, KindFault, ServerUnavailable, UsageFault
from records.opening import open_archive
from records.record import Record
from records.settings import Settings
from records.store.embedded import EmbeddedServer, begun
from records.store.mongod import find_binary, start_error
from tests.small_disk import fill, small_disk

Servers = Callable[..., EmbeddedServer]


def gone(pid: int) -> bool:
    return not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


def test_two_instances_share_one_server_and_the_last_stops_it(servers: Servers) -> None:
    first, second = servers(), servers()
    running = first.join()
    assert second.join() == running
    assert first.leave() is False
    assert second.alive()
    assert second.leave() is True
    assert gone(running.pid)


def launched(server: EmbeddedServer) -> list[psutil.Process]:
    """The processes of the folder's server that this one started and that live."""
    children = (each for each in psutil.Process().children() if not gone(each.pid))
    return [each for each in children if str(server.data) in each.cmdline()]


def test_a_server_that_was_begun_is_the_one_that_is_joined(servers: Servers) -> None:
    server = servers()
    with begun(server.home):
        # Nobody knows yet which mongod a new folder is for: joining finds out, and says what is wrong.
        assert launched(server) == []
    first = server.join().pid
    server.leave()
    with begun(server.home):
        (child,) = launched(server)
        running = server.join()
        assert running.pid == child.pid != first
        assert running.version
    assert server.alive()
    server.leave()
    assert gone(running.pid)
    with begun(server.home):
        (unused,) = launched(server)
    assert gone(unused.pid)


def test_nothing_but_a_private_socket_listens(servers: Servers) -> None:
    server = servers()
    running = server.join()
    process = psutil.Process(running.pid)
    assert process.net_connections(kind="inet") == []
    assert stat.S_IMODE(server.home.stat().st_mode) == 0o700
    assert stat.S_IMODE(running.socket.stat().st_mode) == 0o600


def test_three_processes_that_start_at_once_get_one_server(tmp_path: Path) -> None:
    home = tmp_path / "home"
    code = (
        "import sys, pathlib; from records.store.embedded import EmbeddedServer\n"
        "server = EmbeddedServer(pathlib.Path(sys.argv[1])); print(server.join().pid, flush=True)\n"
        "sys.stdin.read(); server.leave()"
    )
    started = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(home)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(3)
    ]
    pids = {each.stdout.readline().strip() for each in started if each.stdout}
    assert len(pids) == 1
    for each in started:
        each.communicate(timeout=60)
        assert each.returncode == 0
    assert gone(int(pids.pop()))


def test_a_server_whose_starter_was_killed_is_adopted(tmp_path: Path, servers: Servers) -> None:
    code = (
        "import os, sys, pathlib; from records.store.embedded import EmbeddedServer\n"
        "print(EmbeddedServer(pathlib.Path(sys.argv[1])).join().pid, flush=True); os.kill(os.getpid(), 9)"
    )
    starter = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "home")], stdout=subprocess.PIPE, text=True, check=False
    )
    assert starter.returncode == -signal.SIGKILL
    heir = servers()
    assert heir.join().pid == int(starter.stdout)
    assert heir.leave() is True
    assert gone(int(starter.stdout))


def test_windows_that_begin_the_server_at_once_get_one(servers: Servers) -> None:
    """A second mongod would take the first one's socket away before it finds the data locked."""
    code = (
        "import sys, pathlib; from records.store.embedded import EmbeddedServer, begun\n"
        "home = pathlib.Path(sys.argv[1])\n"
        "with begun(home):\n"
        "    server = EmbeddedServer(home); print(server.join().pid, flush=True)\n"
        "    sys.stdin.read(); server.leave()"
    )
    server = servers()
    server.join()
    server.leave()
    starts = server.log.read_text().count("SERVER RESTARTED")
    with begun(server.home):
        command = [sys.executable, "-c", code, str(server.home)]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
            assert other.stdout is not None
            pid = int(other.stdout.readline())
            assert server.join().pid == pid
            assert server.log.read_text().count("SERVER RESTARTED") == starts + 1
            other.communicate(timeout=60)
        assert other.returncode == 0
        assert server.alive()
    assert server.leave() is True
    assert gone(pid)


def test_a_server_whose_starter_was_killed_before_it_listened_is_adopted(servers: Servers) -> None:
    code = (
        "import os, sys, pathlib; from records.store.embedded import begun\n"
        "with begun(pathlib.Path(sys.argv[1])): os.kill(os.getpid(), 9)"
    )
    heir = servers()
    heir.join()
    heir.leave()
    starts = heir.log.read_text().count("SERVER RESTARTED")
    starter = subprocess.run([sys.executable, "-c", code, str(heir.home)], check=False)
    assert starter.returncode == -signal.SIGKILL
    heir.join()
    assert heir.log.read_text().count("SERVER RESTARTED") == starts + 1
    assert heir.leave() is True


def test_a_server_that_has_the_data_and_does_not_answer_is_named(servers: Servers) -> None:
    server = servers()
    pid = server.join().pid
    os.kill(pid, signal.SIGSTOP)
    server.door.unlink()
    (server.home / "xd.mongod.sock").unlink()
    try:
        with pytest.raises(ServerUnavailable) as caught:
            servers(patience=1.0).join()
        assert str(pid) in caught.value.message
        assert f"kill {pid}" in caught.value.hint
    finally:
        os.kill(pid, signal.SIGKILL)


def test_a_library_that_is_gone_is_named_with_the_line_that_brings_it(
    servers: Servers, tmp_path: Path
) -> None:
    program = tmp_path / "mongod"
    program.write_text('#!/bin/sh\n[ "$1" = --version ] && echo "db version v6.0.5" && exit 0\nexit 127\n')
    program.chmod(0o755)
    with pytest.raises(ServerUnavailable) as caught:
        servers(binaries=[program]).join()
    assert "library" in caught.value.message
    assert "apt-get install -y libcurl4" in caught.value.hint


def test_a_killed_server_leaves_no_lock_that_matters(servers: Servers) -> None:
    server = servers()
    pid = server.join().pid
    os.kill(pid, signal.SIGKILL)
    while server.alive():
        pass
    assert server.door.is_symlink()
    again = server.join()
    assert again.pid != pid
    assert server.alive()


def test_a_number_left_by_a_killed_server_harms_nobody(servers: Servers) -> None:
    server = servers()
    os.kill(server.join().pid, signal.SIGKILL)
    while server.alive():
        pass
    bystander = subprocess.Popen(["sleep", "60"])
    (server.data / "mongod.lock").write_text(f"{bystander.pid}\n")
    try:
        server.leave()
        assert bystander.poll() is None
    finally:
        bystander.kill()
        bystander.wait()


async def test_a_moved_data_folder_opens(tmp_path: Path) -> None:
    async with open_archive(Settings(home=tmp_path / "before", operator="刘芳")) as archive:
        saved = await archive.save(Record.new("person", {"name": "杨丽"}))
    shutil.move(tmp_path / "before", tmp_path / "after")
    async with open_archive(Settings(home=tmp_path / "after", operator="刘芳")) as archive:
        assert await archive.get(saved.id) == saved
        await archive.save(saved)


def test_a_path_too_long_for_a_socket_finds_another_place(tmp_path: Path) -> None:
    server = EmbeddedServer(tmp_path / ("学习档案" * 12))
    assert len(os.fsencode(server.door)) < 107
    running = server.join()
    assert running.socket.exists()
    assert server.leave() is True


def test_data_of_another_major_version_are_not_opened(servers: Servers) -> None:
    server = servers()
    server.join()
    server.leave()
    facts = server.home / "server.json"
    facts.write_text(json.dumps(json.loads(facts.read_text()) | {"major": "4.4", "stamp": ""}))
    with pytest.raises(ServerUnavailable, match=r"4\.4"):
        server.join()


def test_data_of_another_version_that_nothing_told_of_say_how_to_move_them(tmp_path: Path) -> None:
    log = tmp_path / "mongod.log"
    log.write_text('{"s":"F","c":"CONTROL","msg":"UPGRADE PROBLEM: Found an invalid document"}\n')
    found = start_error(log, 62)
    assert "another version" in found.message
    assert "upgrade-server" in found.hint


def test_without_a_mongod_the_ways_out_are_named(servers: Servers) -> None:
    with pytest.raises(ServerUnavailable) as caught:
        servers(binaries=[]).join()
    assert "MONGODB_URI" in caught.value.hint
    assert "docker compose" in caught.value.hint


def test_a_mongod_that_lacks_a_library_says_which_package_to_install(tmp_path: Path) -> None:
    broken = tmp_path / "mongod"
    broken.write_text("#!/bin/sh\necho 'error while loading shared libraries: libcurl.so.4' >&2\nexit 127\n")
    broken.chmod(0o755)
    with pytest.raises(ServerUnavailable, match=r"libcurl\.so\.4") as caught:
        find_binary([broken])
    assert "libcurl4" in caught.value.hint


def test_a_start_that_fails_tells_what_the_log_says(servers: Servers) -> None:
    server = servers()
    server.join()
    server.leave()
    (server.data / "storage.bson").write_bytes(b"not bson")
    with pytest.raises(ServerUnavailable) as caught:
        server.join()
    assert "mongod.log" in caught.value.hint
    assert not server.alive()


async def test_a_shared_server_that_is_not_there_is_reported_quickly(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, uri="mongodb://127.0.0.1:1/", operator="刘芳")
    with pytest.raises(ServerUnavailable, match=r"127\.0\.0\.1:1") as caught:
        async with open_archive(settings):
            pass
    assert "MONGODB_URI" in caught.value.hint


async def test_a_server_without_transactions_is_refused_at_once(tmp_path: Path) -> None:
    socket, data = tmp_path / "lone.sock", tmp_path / "db"
    data.mkdir()
    binary = find_binary().path
    command = [str(binary), "--dbpath", str(data), "--bind_ip", str(socket), "--nounixsocket"]
    lone = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        settings = Settings(home=tmp_path, uri=f"mongodb://{quote_plus(str(socket))}/", operator="刘芳")
        with pytest.raises(ServerUnavailable) as caught:
            async with open_archive(settings):
                pass
        assert "docker-compose.yml" in caught.value.hint
    finally:
        lone.kill()
        lone.wait()


async def test_an_address_that_is_none_is_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(UsageFault, match="MONGODB_URI"):
        async with open_archive(Settings(home=tmp_path, uri="http://example", operator="刘芳")):
            pass


async def test_a_server_that_dies_under_an_open_archive_comes_back(tmp_path: Path) -> None:
    async with open_archive(Settings(home=tmp_path / "home", operator="刘芳")) as archive:
        saved = await archive.save(Record.new("person", {"name": "杨丽"}))
        os.kill(archive.server.pid, signal.SIGKILL)
        saved.fields["post"] = "组织委员"
        assert (await archive.save(saved)).version == 2
        assert [r.version for r in await archive.history(saved.id)] == [2, 1]


async def test_a_nearly_full_disk_refuses_writes_and_keeps_what_is_there(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with small_disk(home, "700m") as mounted:
        async with open_archive(Settings(home=home, operator="刘芳")) as archive:
            saved = await archive.save(Record.new("person", {"name": "杨丽"}))
            if mounted:
                fill(home, megabytes_left=400)
                with pytest.raises(DiskFull, match="MB"):
                    await archive.save(Record.new("person", {"name": "张伟民"}))
                with pytest.raises(DiskFull):
                    await archive.save_many([Record.new("person", {"name": "张伟民"})])
                with pytest.raises(DiskFull):
                    await archive.attach(saved.id, data=b"scan", name="扫描件.png")
                assert await archive.store.files.count({}) == 0
            with pytest.raises(DiskFull, match="MB"):
                archive.store.check_space(2**62)
            assert (await archive.history(saved.id))[0].record == saved
            assert sum((await archive.status())["kinds"].values()) == 1


async def test_a_start_that_is_given_up_leaves_no_server(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home", operator="刘芳")
    starting = asyncio.Event()

    async def use() -> None:
        async with open_archive(settings, on_progress=lambda _: starting.set()):
            await asyncio.Event().wait()

    using = asyncio.create_task(use())
    await starting.wait()
    using.cancel()
    with pytest.raises(asyncio.CancelledError):
        await using
    assert not EmbeddedServer(settings.home).alive()


async def test_an_opening_that_fails_leaves_nothing_running(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    before = asyncio.all_tasks()
    with pytest.raises(ServerUnavailable, match="file"):
        async with open_archive(replace(archive.settings, home=tmp_path / "file")):
            pass
    wrong = {"$set": {"fields.hobby": {"type": "novel"}}}
    await archive.store.kinds.update_one({"_id": "person"}, wrong, upsert=True)
    with pytest.raises(KindFault):
        async with open_archive(archive.settings):
            pass
    assert {task.get_name() for task in asyncio.all_tasks() - before if "Feeder" not in repr(task)} == set()


def test_a_shared_server_needs_no_module_of_unix_alone() -> None:
    """As on Windows, which can't be tried here: ``fcntl`` is missing and ``msvcrt`` stands in."""
    code = (
        "import asyncio, sys, types; sys.modules['fcntl'] = None; here = sys.platform;"
        "sys.modules['msvcrt'] = types.SimpleNamespace(LK_NBLCK=2, locking=print);"
        "sys.platform = 'win32'; import records.store.locks;"
        "sys.platform = here; del sys.modules['msvcrt']; import records.archive"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
