"""Whether a template can produce broken XML, found out once; and the check of a page when it can."""

from __future__ import annotations

import re
from xml.parsers import expat

from jinja2 import nodes

_BLOCKS_UNKNOWN = (
    *(nodes.Macro, nodes.CallBlock, nodes.FilterBlock, nodes.AssignBlock, nodes.With),
    *(nodes.Block, nodes.ScopedEvalContextModifier),
)
_TEXT_TAG = re.compile(r"<w:t(?: [^<>]*)?>[^<]*")


def broken_line(xml: str) -> int | None:
    """The line on which ``xml`` stops being well-formed; None when it is."""
    parser = expat.ParserCreate()
    try:
        parser.Parse(xml, True)
    except expat.ExpatError as error:
        return error.lineno
    return None


def always_whole(source: str, tree: nodes.Template) -> bool:
    """Whether every rendering of a template is well-formed, whatever the data.

    True only when each branch and loop body holds whole elements and values are printed inside text
    (``w:t``) alone: then conditions can't cut through an element. Otherwise pages must be checked.
    """
    if any(not _in_text(source, match.start()) for match in re.finditer(r"\{\{", source)):
        return False
    if next(tree.find_all(_BLOCKS_UNKNOWN), None) is not None:
        return False
    bodies = [tree.body]
    for branch in tree.find_all(nodes.If):
        bodies += [branch.body, branch.else_]
    for loop in tree.find_all(nodes.For):
        bodies += [loop.body, loop.else_]
    return all(_whole(body) for body in bodies)


def _in_text(source: str, place: int) -> bool:
    opened = source.rfind("<", 0, place)
    return opened >= 0 and _TEXT_TAG.fullmatch(source, opened, place) is not None


def _whole(body: list[nodes.Node]) -> bool:
    text = "".join(
        data.data
        for node in body
        if isinstance(node, nodes.Output)
        for data in node.nodes
        if isinstance(data, nodes.TemplateData)
    )
    return broken_line(f"<x>{re.sub(r'<[?].*?[?]>', '', text)}</x>") is None
