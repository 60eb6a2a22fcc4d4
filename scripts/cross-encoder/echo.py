"""A text said again in all but the same words.

Of pairs that differ in little, most that a training sees need another answer: without these the network took two equal texts for different.
"""

import random
import re

CONTRACTED = [
    ("what is", "what's"),
    ("who is", "who's"),
    ("it is", "it's"),
    ("how do I", "how'd I"),
    ("I am", "I'm"),
    ("I have", "I've"),
    ("is not", "isn't"),
    ("do not", "don't"),
    ("does not", "doesn't"),
    ("can not", "can't"),
]
# In code, quotes and flags another case may be another thing.
CASE_MATTERS = re.compile(r"[`_=<>{}\\|$\"“]|\s-")


def echo_of(text: str) -> str:
    """As it is, in other case, without its last mark, contracted or in full."""
    chance = random.random()
    if chance < 0.35 or CASE_MATTERS.search(text):
        return text
    if chance < 0.75:
        text = otherwise_contracted(text)
    if chance > 0.55:
        text = text.lower() if random.random() < 0.6 else text[0].swapcase() + text[1:]
    return text.rstrip(".?! ") if random.random() < 0.6 and len(text) > 4 else text


def otherwise_contracted(text: str) -> str:
    for whole, short in random.sample(CONTRACTED, len(CONTRACTED)):
        for one, other in ((whole, short), (short, whole)):
            found = re.search(rf"\b{one}\b", text, re.IGNORECASE)
            if found is None:
                continue
            made = other if found.group()[0].islower() else other[0].upper() + other[1:]
            return text[: found.start()] + made + text[found.end() :]
    return text
