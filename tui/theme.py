"""The three looks: paper by day, a dark one, and one of high contrast."""

from __future__ import annotations

from textual.theme import Theme

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
THEMES = (DARK, LIGHT, CONTRAST)
