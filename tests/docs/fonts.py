"""Open fonts, from the development tools: a page looks the same on every machine."""

import base64
from importlib.resources import files

FONTS = {"Reader": "noto-sans-latin-v2.015.ttf", "Reader Mono": "noto-sans-mono-v2.014.ttf"}
"""Families by the name that the style sheets have for them."""


def font_faces() -> str:
    """The fonts as rules of a style sheet."""
    folder = files("simcord") / "preview" / "static" / "fonts"
    return "".join(
        f'@font-face {{ font-family: "{family}"; font-weight: 100 900; src: url(data:font/ttf;'
        f"base64,{base64.b64encode((folder / name).read_bytes()).decode()}); }}\n"
        for family, name in FONTS.items()
    )
