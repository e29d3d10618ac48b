"""What every test shares: the archive fixtures, and the rule that CI skips nothing."""

from __future__ import annotations

import gc
import os

# Before Textual is imported: screens that come up bit by bit are painted a few times, as over a slow line,
# not after each bit. That is a quarter of the time of a test that starts the application.
os.environ.setdefault("TEXTUAL_FPS", "15")

from collections.abc import AsyncIterator, Generator, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from records.archive import Archive
from records.language import set_language
from records.opening import open_archive
from records.settings import load_settings
from records.store.embedded import EmbeddedServer, Running
from tests.databases import Databases

# How long an example takes says more about the machine's other work than about the program.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


@pytest.fixture(autouse=True)
def language_afterwards() -> Iterator[None]:
    """Whatever language a test speaks, the next one begins with that of the machine."""
    yield
    set_language(None)


@pytest.fixture(scope="session")
def mongod(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """One embedded server for the whole run; each test has a database of its own on it."""
    server = EmbeddedServer(tmp_path_factory.mktemp("mongod"))
    running = server.join()
    yield running
    server.leave()


@pytest.fixture(scope="session")
def databases(mongod: Running) -> Iterator[Databases]:
    """Databases of the run's server for tests that need an archive, one after the other."""
    made = Databases(mongod.uri)
    yield made
    made.close()


@pytest.fixture
def archive_home(
    tmp_path: Path, mongod: Running, databases: Databases, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Path]:
    """A data folder and an empty archive, chosen by the environment: what a command run now would use."""
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    with databases.one() as name:
        monkeypatch.setenv("XUEDANG_HOME", str(home))
        monkeypatch.setenv("MONGODB_URI", mongod.uri)
        monkeypatch.setenv("XUEDANG_ARCHIVE", name)
        monkeypatch.setenv("XUEDANG_OPERATOR", "刘芳")
        for variable in ("XUEDANG_LANG", "XUEDANG_DATE"):
            monkeypatch.delenv(variable, raising=False)
        yield home


@pytest.fixture
async def archive(archive_home: Path) -> AsyncIterator[Archive]:
    """An empty archive; commands of the same test see it too."""
    async with open_archive(load_settings()) as opened:
        yield opened


@pytest.hookimpl(trylast=True)
def pytest_collection_finish(session: pytest.Session) -> None:
    """Look for cyclic garbage less often, and not among what stays: else that takes a quarter of the time.

    Tests make much and keep little, beside all the modules, tests and tables that are there for the run.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def _fail_if_skipped(report: pytest.TestReport | pytest.CollectReport) -> None:
    """Under XUEDANG_CI a skipped test is a failed one: a missing tool must not look like a pass."""
    if os.environ.get("XUEDANG_CI") != "1" or not report.skipped or hasattr(report, "wasxfail"):
        return
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
    report.outcome = "failed"
    report.longrepr = f"CI skips nothing (XUEDANG_CI=1): {reason}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    _fail_if_skipped(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    _fail_if_skipped(report)
    return report
