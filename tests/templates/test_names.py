"""Every name that a template may use is listed, with its meaning in both languages and an example."""

from __future__ import annotations

import dataclasses
from typing import Any, get_args, get_type_hints

import pytest

from records.kind_file import own_kinds
from records.language import Language
from templates.documents import DOCUMENTS
from templates.names import FILTERS, Name, names_of
from templates.pictures import Picture
from tests.templates.examples import PAPERS

KINDS = own_kinds()


def fields_of(context: type, prefix: str = "") -> set[str]:
    """The paths of all fields of a context, rows in brackets: counted without the code under test."""
    found = set()
    hints = get_type_hints(context)
    for each in dataclasses.fields(context):
        inside = [hint for hint in get_args(hints[each.name]) if hint is not Ellipsis] or [hints[each.name]]
        many = str(hints[each.name]).startswith("tuple") and Ellipsis in get_args(hints[each.name])
        path = f"{prefix}{each.name}" + ("[]" if many else "")
        found.add(path)
        for hint in inside:
            if isinstance(hint, type) and dataclasses.is_dataclass(hint) and hint is not Picture:
                found |= fields_of(hint, f"{path}.")
    return found


@pytest.mark.parametrize(("name", "lang"), PAPERS)
def test_every_field_is_named_with_its_meaning(name: str, lang: Language) -> None:
    spec = DOCUMENTS[name]
    names = names_of(spec, KINDS, lang)
    paths = [each.path for each in names]
    assert len(set(paths)) == len(paths)
    assert fields_of(spec.context) - set(paths) == set()
    assert [each.path for each in names if not (each.label.zh and each.label.en)] == []
    for kind in spec.kinds[:1]:
        fields = {f"record.{each.name}" for each in KINDS[kind].fields}
        assert fields | {"record.no", "record.title"} <= set(paths)
    assert "bilingual" in paths


def by_path(document: str, lang: Language = "zh") -> dict[str, Name]:
    return {each.path: each for each in names_of(DOCUMENTS[document], KINDS, lang)}


def test_a_name_says_how_it_is_written_and_within_which_loop() -> None:
    names = by_path("stage_summary")
    members = names["units[].members"]
    assert (members.tag, members.within) == ("{{ row.members }}", ("for row in units",))
    assert (members.label.zh, members.example) == ("党员数", "46")
    text = names["practices[].lines[].text"]
    assert text.within == ("for part in practices", "for line in part.lines")
    assert text.tag == "{{ line.text }}"
    assert names["units[]"].tag == "{%p for row in units %} …\n{%p endfor %}"
    assert names["figures.sessions"].tag == "{{ figures.sessions }}"


def test_pictures_and_yes_or_no_are_written_their_own_way() -> None:
    names = by_path("certificate", "en")
    assert names["person"].tag == "{% if person %}…{% endif %}"
    assert (names["seal"].tag, names["seal"].sort) == ("{{ seal }}", "picture")
    assert names["recipient"].example == "Zhang Weimin"


def test_fields_of_the_record_have_examples_of_their_type() -> None:
    names = by_path("commendation")
    assert names["record.no"].example == f"{KINDS['commendation'].code}-2011-0001"
    assert names["record.decided_on"].example == "2011-07-01"


def test_filters_are_named() -> None:
    names: list[Any] = [each.name for each in FILTERS]
    assert {"hanzi", "padded", "pressed"} <= set(names)
