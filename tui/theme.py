"""The looks: paper by day, a dark one, one of high contrast, and one for terminals of sixteen colours."""

from __future__ import annotations

from textual.theme import Theme

from tui.words import mark

LIGHT = Theme(
    name="xuedang-light",
    primary="#9b1c1c",
    secondary="#6b5b45",
    accent="#b45309",
    warning="#9a5b00",
    error="#b00020",
    success="#1b6e3c",
    foreground="#1d1b18",
    background="#f7f4ee",
    surface="#fffdf8",
    panel="#ece6da",
    dark=False,
)
DARK = Theme(
    name="xuedang-dark",
    primary="#e0685c",
    secondary="#b7a78b",
    accent="#e8a04c",
    warning="#e8b04c",
    error="#ff6b6b",
    success="#7cc48f",
    foreground="#e8e4dc",
    background="#191817",
    surface="#211f1d",
    panel="#2d2a26",
    dark=True,
)
CONTRAST = Theme(
    name="xuedang-contrast",
    primary="#ffff00",
    secondary="#00ffff",
    accent="#ffff00",
    warning="#ffff00",
    error="#ff8080",
    success="#80ff80",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#1c1c1c",
    dark=True,
)
#: What every terminal has: its own colours by name, and dark ones behind, for some have no others there.
SIXTEEN = Theme(
    name="xuedang-16",
    ansi=True,
    primary="ansi_cyan",
    secondary="ansi_bright_cyan",
    accent="ansi_bright_yellow",
    warning="ansi_bright_yellow",
    error="ansi_bright_red",
    success="ansi_bright_green",
    foreground="ansi_white",
    background="ansi_black",
    dark=True,
    variables={
        # Textual makes these transparent in such a look.
        "surface": "ansi_black",
        "panel": "ansi_blue",
        "boost": "ansi_black",
        "ansi-background": "ansi_black",
        "ansi-foreground": "ansi_white",
        "block-cursor-foreground": "ansi_black",
        "block-cursor-background": "ansi_cyan",
        "border": "ansi_cyan",
        "border-blurred": "ansi_blue",
        "input-cursor-background": "ansi_white",
        "input-cursor-foreground": "ansi_black",
        "input-selection-background": "ansi_blue",
        "input-selection-foreground": "ansi_white",
        "footer-key-foreground": "ansi_bright_yellow",
        "footer-description-foreground": "ansi_white",
        "footer-background": "ansi_blue",
        "footer-key-background": "ansi_blue",
        "footer-description-background": "ansi_blue",
    },
)
THEMES = (DARK, LIGHT, CONTRAST, SIXTEEN)
#: What they are called.
NAMES = {
    DARK.name: mark("dark"),
    LIGHT.name: mark("light"),
    CONTRAST.name: mark("high contrast"),
    SIXTEEN.name: mark("sixteen colours"),
}
