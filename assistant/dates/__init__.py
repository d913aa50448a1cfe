"""Dates and times in what people say, in Chinese, English and both at once."""

from .impossible import Impossible, impossible
from .reading import find
from .shifts import Shift, shifted
from .when import When

__all__ = ["Impossible", "Shift", "When", "find", "impossible", "shifted"]
