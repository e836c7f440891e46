"""Text as lines of spans, without anything that is not seen."""

from collections.abc import Iterator
from itertools import groupby

from core.dialogue.text import Code, Link, Moment, Named, Plain, Span, Strong, Text
from core.dialogue.text import plain as words_of
from core.dialogue.visible_text import harmless


def lines(text: Text) -> list[Text]:
    """The text's lines as spans without line breaks or anything that is not seen."""
    split: list[list[Span]] = [[]]
    for span in text:
        if isinstance(span, Moment | Named):
            split[-1].append(span)
            continue
        for place, words in enumerate(harmless(span.text).split("\n")):
            if place:
                split.append([])
            if words:
                split[-1].append(with_words(span, words))
    return [tuple(line) for line in split]


def with_words(span: Plain | Strong | Code | Link, words: str) -> Plain | Strong | Code | Link:
    """The same kind of span, saying something else."""
    if isinstance(span, Link):
        return Link(words, span.address)
    return type(span)(words)


def merged(line: Text) -> Iterator[Span]:
    """Neighbours of one kind as one span: two bold words side by side are one bold phrase."""
    for kind, group in groupby(line, type):
        spans = list(group)
        if len(spans) > 1 and kind in (Plain, Strong, Code):
            yield kind(words_of(tuple(spans)))
        else:
            yield from spans


def in_one_line(words: str) -> str:
    """The words without line breaks or anything that is not seen."""
    return " ".join(harmless(words).split())
