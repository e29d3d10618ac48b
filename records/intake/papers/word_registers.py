"""What of a paper of Word is a register, or a card of one: in the order in which an import looks for it."""

from __future__ import annotations

from records.intake.files.reading import Reading
from records.intake.mappings.mapping import ImportMapping
from records.intake.papers.forms_apart import as_card, as_form, labels_of
from records.intake.papers.personal_card import as_personal_card
from records.intake.papers.said_forms import paper_said
from records.intake.papers.yearly_form import as_yearly_form
from records.intake.tables.text_tables import as_tables
from records.kind import Kinds


def as_registers(reading: Reading, kinds: Kinds, mapping: ImportMapping) -> Reading:
    """The reading as sheets where it is nothing but registers or cards; papers as they are read."""
    rule = mapping.rule_for(reading.relative)
    if rule.form and rule.kind != "skip" and reading.text is not None:
        return paper_said(reading, rule, labels_of(kinds))
    for made in (as_yearly_form, as_personal_card, as_card, as_tables, as_form):
        reading = made(reading, kinds, mapping)
    return reading
