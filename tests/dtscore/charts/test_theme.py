import re
from pathlib import Path

import pytest

from dtscore.charts import theme

STYLESHEET = Path(__file__).parents[3] / "static" / "css" / "site.css"
LIGHT, DARK = STYLESHEET.read_text(encoding="utf-8").split("@media screen and (prefers-color-scheme: dark)")
DARK = DARK[: DARK.index("@layer base")]


def luminance(colour):
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4 for channel in channels
    ]
    return sum(weight * channel for weight, channel in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


MARKS = [colour for colour in theme.COLOURS if colour.token.startswith("chart-")]


@pytest.mark.parametrize("colour", MARKS, ids=lambda colour: colour.token)
def test_mark_colours_stand_out_from_light_and_dark_paper(colour):
    assert contrast(colour.light, theme.SURFACE.light) >= 3
    assert contrast(colour.dark, theme.SURFACE.dark) >= 3


@pytest.mark.parametrize("colour", [theme.TEXT, theme.SUBTLE], ids=lambda colour: colour.token)
def test_text_colours_can_be_read_on_light_and_dark_paper(colour):
    assert contrast(colour.light, theme.SURFACE.light) >= 4.5
    assert contrast(colour.dark, theme.SURFACE.dark) >= 4.5


def test_each_colour_means_one_thing():
    assert len(theme.PALETTE) == len(theme.COLOURS)
    assert len({colour.token for colour in theme.COLOURS}) == len(theme.COLOURS)


@pytest.mark.parametrize("colour", theme.COLOURS, ids=lambda colour: colour.token)
def test_stylesheet_has_the_colours_of_the_theme(colour):
    assert f"--{colour.token}: {colour.light};" in LIGHT
    assert f"--{colour.token}: {colour.dark};" in DARK


@pytest.mark.parametrize("colour", MARKS, ids=lambda colour: colour.token)
def test_stylesheet_has_a_class_for_each_mark_colour(colour):
    assert f".{colour.token} {{ --colour: var(--{colour.token}); }}" in STYLESHEET.read_text(encoding="utf-8")


@pytest.mark.parametrize("margin", theme.MARGINS.values(), ids=lambda margin: margin.css_class)
def test_stylesheet_has_the_margins_of_the_theme(margin):
    rule = re.search(
        rf"\.{margin.css_class} {{ padding-inline: (\d+)px (\d+)px; }}", STYLESHEET.read_text("utf-8")
    )

    assert (int(rule[1]), int(rule[2])) == (margin.left, margin.right)


def test_measure_colour_of_a_measure_without_one_is_that_of_the_total():
    assert theme.measure_colour("4.22.10") == theme.MEASURES["TOTAL"]
