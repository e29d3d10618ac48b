"""YAML files as plain trees whose every part knows its line, kept ready beside the files.

YAML takes longer to read the kind files than all that is made of them, and every start reads them. So the
trees lie in ``__pycache__``, as Python's own compiled modules do. One is used only where it was made of the
very bytes that its file has now, by this very module; what a tree means is looked at anew each time. Kept
trees that are damaged, or that nobody may write there, cost time and nothing else.
"""

from __future__ import annotations

import hashlib
import marshal
import os
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from records.errors import KindFault
from records.language import translator

if TYPE_CHECKING:
    import yaml

tr = translator("records")

#: Line, sort and content: of a text, itself; of a sequence, the trees in it; of a mapping, those of its keys
#: and values in turn. Another scalar has its YAML tag for a sort, and stands as it was written.
Tree: TypeAlias = tuple[int, str, Any]
TEXT, SEQUENCE, MAPPING = "text", "sequence", "mapping"

_TAG = "tag:yaml.org,2002:"
_STRING, _FLAG, _NUMBER, _TIME = (f"{_TAG}{sort}" for sort in ("str", "bool", "int", "timestamp"))
_FLAGS = {"true": True, "false": False}
_KEPT = "yaml.trees"


def read_trees(paths: Iterable[Path]) -> dict[str, Tree]:
    """The trees of files of one folder, by file name. Raises KindFault for what is no YAML."""
    texts = {path: path.read_bytes() for path in paths}
    if not texts:
        return {}
    place = next(iter(texts)).with_name("__pycache__") / _KEPT
    kept = _kept(place)
    found: dict[str, tuple[str, Tree]] = {}
    for path, text in texts.items():
        made_of = hashlib.sha256(text).hexdigest()
        known = kept.get(path.name)
        if known is None or known[0] != made_of:
            known = made_of, tree_of(text, path.name)
        found[path.name] = known
    if found != kept:
        _keep(place, found)
    return {name: tree for name, (_, tree) in found.items()}


def tree_of(text: str | bytes, file: str) -> Tree:
    """The tree of a text; ``file`` is what a fault names."""
    import yaml

    try:
        node = yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise KindFault(file, line, error.problem or str(error)) from error
    except yaml.YAMLError as error:
        raise KindFault(file, 1, str(error)) from error
    if node is None:
        raise KindFault(file, 1, tr("the file is empty"))
    return _tree(node)


def plain(tree: Tree) -> Any:
    """The plain Python value of a tree. Raises ValueError where it is none."""
    _, sort, content = tree
    if sort == TEXT:
        return content
    if sort == SEQUENCE:
        return [plain(each) for each in content]
    if sort == MAPPING and all(key[1] == TEXT for key in content[::2]):
        return {key[2]: plain(value) for key, value in zip(content[::2], content[1::2], strict=True)}
    if sort == _FLAG and content in _FLAGS:
        return _FLAGS[content]
    if sort == _NUMBER and content.isdecimal() and (content == "0" or content[0] != "0"):
        return int(content)
    if sort == _TIME and len(content) == len("2011-09-12"):
        return date.fromisoformat(content)
    import yaml

    try:
        return yaml.constructor.SafeConstructor().construct_object(_node(tree), deep=True)
    except yaml.YAMLError as error:
        raise ValueError(str(error)) from error


def _tree(node: yaml.Node) -> Tree:
    import yaml

    line = node.start_mark.line + 1
    if isinstance(node, yaml.ScalarNode):
        return line, TEXT if node.tag == _STRING else node.tag, node.value
    if isinstance(node, yaml.SequenceNode):
        return line, SEQUENCE, [_tree(each) for each in node.value]
    return line, MAPPING, [_tree(each) for pair in node.value for each in pair]


def _node(tree: Tree) -> yaml.Node:
    """What YAML made the tree of."""
    import yaml

    _, sort, content = tree
    if sort == SEQUENCE:
        return yaml.SequenceNode(f"{_TAG}seq", [_node(each) for each in content])
    if sort == MAPPING:
        nodes = [_node(each) for each in content]
        return yaml.MappingNode(f"{_TAG}map", list(zip(nodes[::2], nodes[1::2], strict=True)))
    return yaml.ScalarNode(_STRING if sort == TEXT else sort, content)


@cache
def _made_by() -> str:
    """What makes the trees: this module as it is, under this Python."""
    return f"{hashlib.sha256(Path(__file__).read_bytes()).hexdigest()} {sys.implementation.cache_tag}"


def _kept(place: Path) -> Mapping[str, tuple[str, Tree]]:
    """By file name: the hash of the bytes, and the tree made of them. Nothing where anything is wrong."""
    try:
        seal, _, text = place.read_bytes().partition(b"\n")
        if seal.decode("ascii") != hashlib.sha256(text).hexdigest():
            return {}
        made_by, trees = marshal.loads(text)
        return trees if made_by == _made_by() and isinstance(trees, dict) else {}
    except (OSError, ValueError, TypeError, EOFError):
        return {}


def _keep(place: Path, found: Mapping[str, tuple[str, Tree]]) -> None:
    if sys.dont_write_bytecode:
        return
    part = place.with_name(f"{place.name}.{os.getpid()}")
    with suppress(OSError):
        text = marshal.dumps((_made_by(), dict(found)))
        place.parent.mkdir(exist_ok=True)
        try:
            part.write_bytes(hashlib.sha256(text).hexdigest().encode() + b"\n" + text)
            part.replace(place)
        finally:
            part.unlink(missing_ok=True)
