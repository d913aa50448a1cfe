"""Dates and times in what people say, in Chinese, English and both at once."""

from .impossible import Impossible, impossible
from .reading import find
from .when import When

__all__ = ["Impossible", "When", "find", "impossible"]
