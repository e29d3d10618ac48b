"""The guides name every command, option, setting and key there is; documents point at what exists."""

from __future__ import annotations

import pkgutil
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from textual.binding import Binding

import tui
from records.search.parse import KEYS
from records.settings import VARIABLES
from records.sorts import SORTS
from scripts.main import COMMON_OPTIONS, main
from tests.scripts.terminal import all_commands
from tests.tools.notices import packages
from tui.keys.key_names import key_name

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
OPERATOR = DOCS / "operators-guide.md"
ADMINISTRATOR = DOCS / "administrators-guide.md"
PAGES = sorted([*DOCS.rglob("*.md"), ROOT / "README.md", ROOT / "CONTRIBUTING.md"])
ROOMS = ("tui", "records", "templates", "scripts")
#: The most a picture may weigh: a clone carries them all.
PICTURE_BYTES = 150_000


def rows(page: Path) -> list[str]:
    """The lines of a page's tables."""
    return [line for line in page.read_text(encoding="utf-8").splitlines() if line.startswith("|")]


def section(page: Path, heading: str) -> str:
    """What stands under a heading, up to the next of the same depth."""
    text = page.read_text(encoding="utf-8")
    found = re.search(rf"^{re.escape(heading)}\n(.*?)(?=^#{{1,{heading.count('#')}}} |\Z)", text, re.M | re.S)
    return found[1] if found else ""


@pytest.mark.parametrize(("name", "command"), all_commands().items())
def test_every_command_has_a_section_with_all_its_options(name: str, command: Any) -> None:
    said = section(OPERATOR, f"### {name.split()[0]}")
    assert name in said or " " not in name
    options = [each.opts[-1] for each in command.params if each.param_type_name == "option"]
    assert said
    words = set(re.findall(r"--[a-z][a-z-]*", said))
    assert [option for option in options if option not in words and option != "--help"] == []


def test_options_of_every_command_and_of_none_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    text = OPERATOR.read_text(encoding="utf-8")
    assert main(["--help"]) == 0
    overview = capsys.readouterr().out
    options = set(re.findall(r"--[a-z]+", overview))
    assert options >= {*COMMON_OPTIONS, "--ascii", "--version"}
    assert [option for option in options if not re.search(rf"`(?:scripts/run )?{option}\b", text)] == []


@pytest.mark.parametrize(("setting", "variable"), VARIABLES.items())
def test_every_setting_stands_beside_its_variable(setting: str, variable: str) -> None:
    assert [row for row in rows(ADMINISTRATOR) if f"`{setting}`" in row and f"`{variable}`" in row]


def test_the_variable_of_the_data_folder_is_named() -> None:
    assert [row for row in rows(ADMINISTRATOR) if "`XUEDANG_HOME`" in row]


def test_what_can_be_said_to_the_server_of_the_compose_file_is_named() -> None:
    compose = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    variables = set(re.findall(r"\$\{(XUEDANG_\w+)", compose))
    assert variables
    text = ADMINISTRATOR.read_text(encoding="utf-8")
    assert [variable for variable in variables if variable not in text] == []


def bindings() -> Iterator[tuple[str, str]]:
    """Every key of the application: its identifier and how it is printed."""
    for module in pkgutil.walk_packages(tui.__path__, "tui."):
        for each in vars(import_module(module.name)).values():
            if not isinstance(each, type) or each.__module__ != module.name:
                continue
            for binding in each.__dict__.get("BINDINGS", ()):
                if isinstance(binding, Binding) and binding.id:
                    keys = [key_name(key.strip()) for key in binding.key.split(",")]
                    yield binding.id, ", ".join(keys)


@pytest.mark.parametrize(("identifier", "keys"), sorted(set(bindings())))
def test_every_key_is_in_the_table(identifier: str, keys: str) -> None:
    found = [row for row in rows(OPERATOR) if f"`{identifier}`" in row]
    assert found, f"{identifier}: {keys}"
    assert any(keys in row for row in found), f"{identifier}: {keys}; {found}"


def test_every_key_of_a_query_and_every_order_is_in_a_table() -> None:
    table = "\n".join(rows(OPERATOR))
    assert [key for key in KEYS if f"`{key}:" not in table] == []
    assert [sort for sort in SORTS if f"`{sort}`" not in table] == []


def test_every_file_that_the_architecture_names_exists() -> None:
    """A bare name means a file in the folder of the path named last."""
    text = (DOCS / "architecture.md").read_text(encoding="utf-8")
    folder, missing = ROOT, []
    for name in re.findall(r"`([\w./]+(?:/|\.(?:py|yaml|toml|po)))`", text):
        if name.startswith("ROOM/"):
            found = all((ROOT / name.replace("ROOM", room)).exists() for room in ROOMS)
        elif (ROOT / name).exists():
            found = True
            folder = ROOT / name if name.endswith("/") else (ROOT / name).parent
        else:
            found = (folder / name).exists()
        missing += [] if found else [name]
    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    targets = [target.partition("#")[0] for target in re.findall(r"\]\(([^)\s]+)\)", text)]
    assert [t for t in targets if t and "://" not in t and not (page.parent / t).exists()] == []


def test_no_page_stands_apart() -> None:
    """Every page is linked from another one, so that a reader comes across it."""
    linked = {
        (page.parent / target.partition("#")[0]).resolve()
        for page in PAGES
        for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8"))
    }
    assert [page.name for page in DOCS.rglob("*.md") if page.resolve() not in linked] == []


def test_every_package_of_the_lock_is_named_with_its_licence() -> None:
    text = (DOCS / "third-party.md").read_text(encoding="utf-8")
    named = dict(re.findall(r"^\| ([\w.-]+) \| ([^|]+) \| [^| ][^|]*\|$", text, re.M))
    named.pop("package")
    assert named == packages()


def test_pictures_are_light() -> None:
    pictures = sorted((DOCS / "pictures").glob("*.png"))
    assert pictures
    assert [each.name for each in pictures if each.stat().st_size > PICTURE_BYTES] == []


def test_the_table_of_promises_names_tests_that_are_there() -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", (DOCS / "reliability.md").read_text(encoding="utf-8"))
    assert len(named) > 20
    gone = [
        f"{file}::{name}"
        for file, name in named
        if f"def {name}(" not in (ROOT / file).read_text(encoding="utf-8")
    ]
    assert gone == []
