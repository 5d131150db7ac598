"""Stretches of text whose numbers are never quantities: addresses of the web, telephones, versions, dates.

Each alternative of the pattern is anchored and bounded, so that the search is linear in the text.
"""

import re

from claims.dates.calendar import calendar_spans, digit_windows
from claims.model import Span
from claims.tables import word_class

# https://example.org/2019/12  www.example.org  editor@example.org  @desk2  #Section377  example.com/story-123
_WEB = re.compile(
    r"\bhttps?://\S+|\bwww\.\S+|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64})+"
    r"|(?<!\w)[@#]\w*[^\W\d]\w*|\b[a-z0-9-]{2,40}\.(?:com|org|net|gov|edu|co\.uk|info|io)\b(?:/\S*)?"
)
_WEB_MARKS = ("://", "www.", "@", "#", ".com", ".org", ".net", ".gov", ".edu", ".co.uk", ".info", ".io")
_CODES = re.compile(
    r"(?=[\d+(vcA-Z])(?<!\w)(?:"  # what they begin with, so that most words are passed over at once
    + "|".join(
        [
            # +44 20 7946 0958  (212) 555-0134  555-0134  020 7946 0958  1-800-555-0199
            r"(?<![\w.])\+\d{1,3}[\s.-]?\(?\d[\d\s().-]{6,18}\d\b",
            r"(?<![\w.,$£€])(?:1[ -])?\(?\d{3}\)?[ .-]\d{3}[.-]\d{4}\b",
            r"(?<![\w.,$£€-])\d{3}-\d{4}\b(?!-)",
            r"(?<![\w.,])0\d{2,4}[ -]\d{3,4}[ -]?\d{3,4}\b",
            # 10.4.2  192.168.0.1  v2.0
            r"\b\d{1,5}\.\d{1,5}\.\d{1,5}(?:\.\d{1,5}){0,3}\b|\bv\d{1,3}(?:\.\d{1,3}){0,3}\b",
            # 24/7  50-50  Covid 19
            r"\b24/7\b|\b50[/-]50\b|\b[Cc](?:OVID|ovid)[\s-]{0,2}19\b",
            # 4,7,1,12 without spaces: a row of data, no quantities; 1,25,000 has groups
            r"(?<![\w.,])\d{1,3}(?=,\d)(?:,\d{2,3}(?!\d))*(?:,\d(?!\d)(?:,\d{2,3}(?!\d))*){2,}",
            # ISBN 978-0-14-044913-6
            r"\bISBN[\s:]{1,2}[\d-]{10,17}",
            # mid-30s  in his 40s  the '60s
            r"(?<![\w.,$£€])\d0[’']?s\b(?!\s?/)",
            # SW1A 2AA  M21 9AB
            r"\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b",
            # 4:39 left, a clock of play or of a race 2:03:12
            r"(?<![\w:])\d{1,2}:\d{2}(?::\d{2})?(?:\.\d{1,3})?(?![\w:])",
        ]
    )
    + ")"
)
# Call 101, dial 999 or 1800 372 999 to report; not "will call 101 witnesses"
_CALLS = re.compile(
    r"\b(?:call|calling|dial|dialling|dialing|phone|ring|text)(?: (?:on|us|the police|police))?"
    r" (?P<number>[\d+][\d -]{1,16}\d)"
    r"(?= (?:to|for|or|if|and|in|on|with|from|now|today)\b|[.,;:!?)\"”’]|\s*$)",
    re.IGNORECASE | re.MULTILINE,
)
# 5g causes headaches, 4G masts; not "5g of salt"
_NETWORK = re.compile(rf"\b[2-6]g(?= (?:{'|'.join(sorted(word_class('behind 5G')))})\b)", re.IGNORECASE)
_LONE_NUMBER = re.compile(
    r"^[ \t\u00a0]*(?:[Pp]age |[-–] ?)?(?P<number>\d{1,4})(?: ?[-–]| of \d{1,4})?[ \t\u00a0]*$", re.MULTILINE
)


def masked_spans(text: str) -> list[Span]:
    """What the number grammar must not read, in order and without overlaps."""
    spans = calendar_spans(text)
    for start, end in digit_windows(text):
        spans += [match.span() for match in _CODES.finditer(text, start, end)]
        spans += [match.span() for match in _NETWORK.finditer(text, start, end)]
        spans += [match.span("number") for match in _CALLS.finditer(text, start, end)]
    spans += [match.span("number") for match in _LONE_NUMBER.finditer(text)]
    if any(mark in text for mark in _WEB_MARKS):
        spans += [match.span() for match in _WEB.finditer(text)]
    spans.sort()
    merged: list[Span] = []
    for start, end in spans:
        if merged and start < merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged
