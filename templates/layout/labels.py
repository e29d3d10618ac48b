"""Paragraphs that begin with a label: 出席：, 时间：, set off from the text that follows it."""

from __future__ import annotations

from templates.layout.blocks import paragraph, run
from templates.layout.ooxml import Element, qualified, w
from templates.layout.profile import Profile
from templates.layout.styles import fonts

_GAP = "\u3000\u3000"


def labelled(profile: Profile, style: str, *pairs: tuple[str, str]) -> Element:
    """One paragraph of labels and their texts.

    A label has the face of headings of the first level; in English it is bold, and a tab takes its text to
    where the other lines have theirs.
    """
    line = paragraph(style)
    for index, (label, text) in enumerate(pairs):
        if index:
            line.append(run(_GAP if profile.grid else "   "))
        line.append(label_run(profile, label))
        line.append(run(text if profile.grid or index else "\t" + text))
    return line


def label_run(profile: Profile, text: str) -> Element:
    """A label in one run of its own."""
    found = run(text)
    look = found[0]
    if profile.grid:
        face = fonts(profile, "heading1")
        face.set(qualified("hint"), "eastAsia")
        look[:] = [face]
    else:
        look[:] = [w("b")]
    return found
