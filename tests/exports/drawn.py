"""Reads pictures as a person or a program would: their words, their size, their facts."""

import io
import re
from html import unescape

from PIL import Image


def svg_words(content):
    """Every line of text drawn in an SVG of ours, in the order it is drawn."""
    found = re.findall(r"<!-- (.*?) -->", content.decode())
    return [unescape(words) for words in found]


def png_facts(content):
    """Width, height and the texts kept inside a PNG."""
    picture = Image.open(io.BytesIO(content))
    picture.load()
    return picture.size, picture.text
