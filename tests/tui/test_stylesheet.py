"""Our stylesheet, which leaves out work, styles everything as Textual's does."""

from __future__ import annotations

from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode

from tests.tui.conftest import Running
from tui.screens.forms.form import FormScreen
from tui.theme import LIGHT


def styled(run: Running) -> dict[DOMNode, tuple[object, ...]]:
    """The style of everything on all pages, with the styles of its parts."""
    nodes = [node for screen in run.app.screen_stack for node in screen.walk_children(with_self=True)]
    return {
        node: (
            dict(node.styles.base._rules),
            {name: dict(part.base._rules) for name, part in node._component_styles.items()},
            node._has_hover_style,
            node._has_focus_within,
            node._has_order_style,
            node._has_odd_or_even,
        )
        for node in nodes
    }


async def test_everything_is_styled_as_by_textual_in_each_theme(run: Running) -> None:
    await run.until(lambda: run.app.focused is not None)
    await run.press("f2")
    await run.write("evaluation min")
    await run.press("enter")
    await run.form()
    seen = []
    for key in ("tab", "ctrl+t", ""):
        plain = Stylesheet(variables=run.app.get_css_variables())
        plain.source = run.app.stylesheet.source
        plain.parse()
        told = []
        for stylesheet in (run.app.stylesheet, plain):
            for node in styled(run):
                stylesheet.apply(node)
            told.append((styled(run), [rule.selectors for rule in stylesheet.rules]))
        assert told[0] == told[1]
        assert len(told[0][0]) > 50 and isinstance(run.app.screen, FormScreen)
        seen.append(told[0])
        if key:
            await run.press(key)
    assert run.app.theme == LIGHT.name
    assert seen[0] != seen[1] != seen[2]
