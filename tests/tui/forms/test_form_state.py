"""What a form holds apart from its widgets."""

from __future__ import annotations

from records.kind_file import own_kinds
from records.record import Record
from tui.form_state import FormState


def test_what_somebody_else_saved_is_undone_but_never_redone_away() -> None:
    """After both versions are joined, redoing an older step would put their values back to nothing."""
    state = FormState(own_kinds().of("research_report"), Record.new("research_report", {"title": "清渠"}))
    state.set("title", "上营村清渠")
    state.undo()
    joined = {**state.typed, "title": "清渠", "findings": "渠道淤塞"}
    state.replace(joined)
    assert state.redo() == []
    assert state.typed["findings"] == "渠道淤塞"
    assert state.undo() == ["findings"]
