"""What the server of children loads once, so that no child has to: the parsers and the table of tokens."""

import importlib
from contextlib import suppress

from ingest.reading.tokens import count

PARSERS = (
    "ingest.reading.work", "pypdfium2", "pypdfium2.raw", "pypdf", "openpyxl", "pptx", "lxml.etree",
    "selectolax.lexbor", "tinycss2", "email.parser", "PIL.Image",
)  # fmt: skip

for name in PARSERS:
    with suppress(ImportError):  # told when a file needs it
        importlib.import_module(name)
count("one")
