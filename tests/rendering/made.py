"""Replies made up to be hard to show: hostile words, long words, many buttons, files, pictures."""

from datetime import UTC, datetime

from hypothesis import strategies as st

from core.dialogue.reply import (
    Action,
    Actions,
    Block,
    Fields,
    File,
    Heading,
    Item,
    Items,
    Mark,
    Paragraph,
    Picture,
    Range,
    Reply,
    Row,
    ScaleChart,
    SourceLine,
    Sources,
    Table,
)
from core.dialogue.request import Asked
from core.dialogue.text import Code, Link, Moment, Named, Plain, Span, Strong, Text

CHART = ScaleChart(
    "Step 2 CK", "score", (Range("matched", 240, 250, 260),), (Mark("pass", 218),),
    Mark("you", 230), "a table",
)  # fmt: skip
_HOSTILE = st.sampled_from(
    ["**a** _b_", "<@1> @everyone", "# a", "- a", "1. a", "```a", "`", "\u202eabc", "\u200b",
     "a\n\nb", ":a:", "<t:1:R>", "[a](https://a.b)", "||a||", "😀😀", "a\u0301", "\ud800", "",
     " ", "*" * 40, "<!channel> <!here>", "<@U012AB3CD> <#C012AB3CD>", "*a* _b_ ~c~", ":smile:",
     "<https://a.b|c>", "&lt;&amp;", "\u05d0\u05d1\u05d2", "\x00a\x00", "<!date^1^{date}|a>"],
)  # fmt: skip
_LONG = st.sampled_from(["a" * 4000, "😀" * 2500, "*" * 2500, "`" * 1500, "e\u0301" * 1200])
_PROSE = st.integers(1, 900).map(lambda count: " ".join(["word", "of", "it,"] * count)[: count * 5])
_words = st.one_of(_HOSTILE, _PROSE, _HOSTILE, st.text(max_size=30), _LONG)
_short = st.one_of(_HOSTILE, st.text(max_size=12), st.sampled_from(["w" * 90, "Evidence", "Why"]))
_instants = st.integers(0, 4_000_000_000).map(lambda at: datetime.fromtimestamp(at, UTC))
_paths = st.text("abc()_ é>", max_size=8)
_spans: st.SearchStrategy[Span] = st.one_of(
    _words.map(Plain),
    _words.map(Plain),
    _short.map(Strong),
    _words.map(Code),
    st.builds(Link, _short, _paths.map(lambda path: f"https://a.b/{path}")),
    st.builds(Link, _words, _words),
    _instants.map(Moment),
    st.builds(
        Named,
        st.sampled_from(["person", "role", "channel"]),
        st.sampled_from(["12", "U012AB3CD", "S012AB3CD", "C012AB3CD"]),
    ),
)


def _apart(spans: list[Span]) -> Text:
    """Links and code among blanks: they stay whole, and an address may stand behind the words."""
    blank = Plain(" ")
    return tuple(
        part
        for span in spans
        for part in ((blank, span, blank) if isinstance(span, Link | Code) else (span,))
    )


_texts = st.lists(_spans, max_size=4).map(_apart)
_actions = st.builds(
    Action,
    _short,
    st.sampled_from(["topic", "privacy", "assess"]),
    st.dictionaries(
        st.sampled_from(["name", "what"]), st.sampled_from(["plan", "delete", "é" * 20, "x\ny"])
    ),
)
_items = st.builds(Item, _texts, st.none() | _texts, st.none() | _actions)


def _listed(of: st.SearchStrategy[Item], most: int) -> st.SearchStrategy[tuple[Item, ...]]:
    return st.lists(of, max_size=most).map(tuple)


@st.composite
def _tables(draw: st.DrawFn) -> Table:
    columns = tuple(draw(st.lists(_short, min_size=1, max_size=3)))
    row = st.tuples(*[_texts for _ in columns])
    return Table(columns, tuple(draw(st.lists(row, max_size=4))))


blocks: st.SearchStrategy[Block] = st.one_of(
    st.builds(Heading, _texts),
    st.builds(Paragraph, _texts, st.booleans()),
    st.builds(Items, _listed(_items, 12), st.booleans()),
    st.builds(Fields, st.lists(st.builds(Row, _short, _texts), max_size=4).map(tuple)),
    _tables(),
    st.builds(Picture, _short, st.just(CHART), _words),
    st.builds(File, _short, st.just("text/plain"), _words),
    st.builds(
        Actions,
        st.lists(_actions, max_size=7).map(tuple),
        st.lists(_actions, max_size=30).map(tuple),
    ),
    st.builds(
        Sources, st.lists(st.builds(SourceLine, _texts, _short, _short), max_size=5).map(tuple)
    ),
)
replies: st.SearchStrategy[Reply] = st.builds(
    Reply,
    _texts,
    st.lists(blocks, max_size=8).map(tuple),
    again=st.none() | st.just(Asked("topic", {"name": "plan"})),
)
