"""Chooses a file or a folder from the disk."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import DirectoryTree, Label

from tui.screens.prompts import Prompt
from tui.words import mark, tr


class FilePicker(Prompt[Path]):
    """Arrows move, Enter opens a folder or chooses a file, F2 chooses the folder under the cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "choose_folder", mark("Choose this folder"), id="files.folder"),
        Binding("backspace", "parent", mark("Folder above"), id="files.parent"),
    ]

    def __init__(self, start: Path) -> None:
        super().__init__(tr("Choose a file or folder"))
        self._start = start if start.is_dir() else start.parent if start.parent.is_dir() else Path.home()

    def inside(self) -> ComposeResult:
        yield DirectoryTree(self._start, id="files")
        hint = tr(
            "Enter opens a folder or chooses a file; {key:files.folder} chooses the folder; "
            "Backspace goes up."
        )
        yield Label(hint, classes="prompt-hint")

    def on_directory_tree_file_selected(self, event: DirectoryTree.FileSelected) -> None:
        self.dismiss(event.path)

    def action_choose_folder(self) -> None:
        tree = self.query_one(DirectoryTree)
        node = tree.cursor_node
        path = node.data.path if node is not None and node.data is not None else Path(tree.path)
        self.dismiss(path)

    def action_parent(self) -> None:
        tree = self.query_one(DirectoryTree)
        tree.path = Path(tree.path).absolute().parent
