"""A small invented township, and a word processor to look at pages with."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest
from bson.objectid import ObjectId

from records.archive import Archive
from records.record import Record
from records.values import Value
from tests.templates.office import Office
from tests.templates.township import Township


@pytest.fixture
async def township(archive: Archive) -> Township:
    """A committee, a general branch with one branch, an office branch, two members."""

    async def unit(name: str, category: str, parent: ObjectId | None, **more: Value) -> Record:
        fields: dict[str, Value] = {
            "name": name,
            "category": category,
            "parent": parent,
            "briefing_duty": True,
        }
        return await archive.save(Record.new("unit", fields | more, status="submitted"))

    async def person(name: str, org: ObjectId, post: str, status: str = "正式党员") -> Record:
        return await archive.save(
            Record.new(
                "person",
                {
                    "name": name,
                    "gender": "男",
                    "political_status": status,
                    "post": post,
                    "categories": ["机关干部职工"],
                    "memberships": [{"org": org, "from": date(2009, 1, 1)}],
                },
                status="submitted",
            )
        )

    committee = await unit("中共青杨河乡委员会", "党委", None, short_name="青杨河乡党委")
    general = await unit("柳树湾村党总支", "党总支", committee.id)
    branch = await unit("柳树湾村第一党支部", "党支部", general.id)
    office = await unit("机关党支部", "党支部", committee.id)
    zhang = await person("张伟", branch.id, "村委会主任")
    li = await person("李秀兰", office.id, "宣传干事", "预备党员")
    return Township(archive, committee, general, branch, office, zhang, li)


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """LibreOffice, started once."""
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("soffice is not installed (libreoffice-writer-nogui)")
    office = Office(soffice, tmp_path_factory.mktemp("office"))
    with office.running():
        yield office


@pytest.fixture(scope="session")
def to_pdf(to_pdfs: Callable[[Mapping[str, bytes]], dict[str, Path]]) -> Callable[[bytes], Path]:
    """Turns a .docx into a .pdf."""
    return lambda docx: to_pdfs({"page": docx})["page"]


@pytest.fixture(scope="session")
def to_pdfs(
    office: Office, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[Mapping[str, bytes]], dict[str, Path]]:
    """Turns many .docx files (by name) into .pdf files."""
    return lambda files: office.converted("pdf", tmp_path_factory.mktemp("pages"), files)
