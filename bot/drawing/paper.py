"""What all pictures share: their width, colours and fonts, and how a figure becomes a file."""

import contextlib
import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH = 1080
"""Pixels across."""

INK, SOFT, BAND, OWN = "#1b1b1f", "#5a5f6a", "#9db8d9", "#a3330b"
PAPER = {"facecolor": "white", "edgecolor": "none", "pad": 1.5}
TITLE_COLUMNS, SMALL_COLUMNS = 40, 62
"""Characters that fit across, in the sizes of a title and of small print."""

_DOTS = 180


@contextlib.contextmanager
def drawing() -> Iterator[None]:
    """The library's own settings, whatever the user's settings file says."""
    from matplotlib import rc_context, rcdefaults, rcParams

    with rc_context():
        rcdefaults()
        rcParams.update({"font.family": "DejaVu Sans", "text.parse_math": False})
        yield


def sheet(height: float) -> "tuple[Figure, Axes]":
    """An empty figure of full width, ``height`` inches high."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    layout = ConstrainedLayoutEngine(w_pad=0.12, h_pad=0.12)
    figure = Figure(figsize=(WIDTH / _DOTS, height), dpi=_DOTS, layout=layout)
    FigureCanvasAgg(figure)
    return figure, figure.add_subplot()


def png(figure: "Figure") -> bytes:
    """The figure as a PNG, without a word on the program that made it."""
    picture = io.BytesIO()
    figure.savefig(picture, format="png", metadata={"Software": None})
    return picture.getvalue()
