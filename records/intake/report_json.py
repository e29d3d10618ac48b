"""The report of an import as JSON, for programs; identity numbers and phones in it are masked."""

from __future__ import annotations

from itertools import chain, repeat
from typing import Any

from records.intake.outcome import FileResult, Item, Question, as_shown
from records.intake.reasons import question_words, reason_text
from records.intake.report import ImportReport
from records.intake.tables.table_summary import TableSummary
from records.masking import mask_cell, mask_within


def report_json(report: ImportReport) -> dict[str, Any]:
    """Plain data, ready for ``json.dumps``."""
    return {
        "path": report.path,
        "applied": report.applied,
        "batch": report.batch,
        "mapping": report.mapping,
        "interrupted": report.interrupted,
        "counts": report.counts,
        "actions": report.actions,
        "files": [_file_json(each) for each in report.files],
        "questions": [_question_json(kind, question) for kind, question in report.questions],
        "passed_over": [
            {"document": each.id, "line": each.line, "by": first.id} for each, first in report.passed_over
        ],
        "answered_alike": dict(report.answered_alike),
        "tables": [_table_json(each) for each in report.tables],
        "rejects": [_item_json(item) for item in report.rejects],
        "flagged": [_item_json(item) for item in report.flagged],
        "kept": report.kept,
        "failed": [{"record": name, "reason": mask_within(reason)} for name, reason in report.failed],
        "units_created": report.units_created,
        "aliases_learnt": [{"unit": unit, "alias": alias} for unit, alias in report.aliases_learnt],
        "rejects_file": str(report.rejects_file) if report.rejects_file else None,
        "totals": report.totals,
    }


def _file_json(result: FileResult) -> dict[str, Any]:
    return {
        "file": as_shown(result.file),
        "state": result.state,
        "why": result.why,
        "message": result.message,
        "format": result.format,
        "sha256": result.sha256,
        "warnings": list(result.warnings),
        "unknown_columns": [
            {"sheet": sheet, "heading": heading} for sheet, heading in result.unknown_columns
        ],
        "skipped": [{"sheet": sheet, "row": row, "why": why} for sheet, row, why in result.skipped],
    }


def _table_json(table: TableSummary) -> dict[str, Any]:
    return {
        "file": as_shown(table.file),
        "sheet": table.sheet or None,
        "kind": table.kind or None,
        "confidence": round(table.confidence, 2),
        "mapped": table.mapped or None,
        "why": table.why or None,
        "rows": {
            "taken": table.taken,
            "flagged": table.flagged,
            "asked": table.asked,
            "refused": table.refused,
        },
        "columns": [
            {"heading": each.heading, "to": each.target, "confidence": round(each.confidence, 2)}
            for each in table.columns
        ],
    }


def _place_json(item: Item) -> dict[str, Any]:
    return {"file": as_shown(item.place.file), "sheet": item.place.sheet or None, "row": item.place.row}


def _item_json(item: Item) -> dict[str, Any]:
    return {
        "kind": item.kind,
        **_place_json(item),
        "outcome": item.outcome,
        "why": mask_within(item.why),
        "reason": mask_within(reason_text(item.why)) if item.why else "",
        "flags": item.flags,
        "notes": item.notes,
        "cells": [
            mask_cell(name, cell)
            for name, cell in zip(chain(item.headings, repeat("")), item.cells, strict=False)
        ],
    }


def _question_json(kind: str, question: Question) -> dict[str, Any]:
    return {
        "id": question.id,
        "kind": kind or None,
        "code": question.code,
        "question": question_words(question)[0],
        "file": as_shown(question.place.file),
        "sheet": question.place.sheet or None,
        "row": question.place.row,
        "field": question.field,
        "raw": mask_within(question.raw),
        "blocking": question.blocking,
        "candidates": [
            {"value": each.value, "label": mask_within(each.label)} for each in question.candidates
        ],
    }
