"""Pages photographed by Chromium, on paper as wide as a phone."""

import subprocess
import tempfile
from pathlib import Path

from PIL import Image, ImageChops

WIDTH, ROOM, SCALE = 412, 4000, 2
"""A page's width, more height than it needs, and how many dots a pixel has."""
COLOURS = 128
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
"""The names that Chromium goes by."""


def photograph(content: str, browser: str) -> Image.Image:
    """The page as a picture, cut to its own size; what is behind it shows at its end."""
    with tempfile.TemporaryDirectory() as folder:
        html, shot = Path(folder) / "page.html", Path(folder) / "page.png"
        html.write_text(content, encoding="utf-8")
        subprocess.run(
            [
                browser,
                *("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"),
                f"--user-data-dir={folder}/browser",
                f"--window-size={WIDTH},{ROOM}",
                f"--force-device-scale-factor={SCALE}",
                f"--screenshot={shot}",
                html.as_uri(),
            ],
            check=True,
            stderr=subprocess.DEVNULL,
            timeout=120,
        )
        with Image.open(shot) as whole:
            full = whole.convert("RGB")
    behind = full.getpixel((full.width - 1, full.height - 1))
    assert isinstance(behind, tuple)
    cut = full.crop(ImageChops.difference(full, Image.new("RGB", full.size, behind)).getbbox())
    return cut.quantize(COLOURS, dither=Image.Dither.NONE)
