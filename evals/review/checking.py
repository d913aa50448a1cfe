"""A case as a run would read it, before it is written into the file of made cases."""

from pathlib import Path

import yaml

from .faults import CaseUnreadable


def loads(path: Path) -> None:
    """Raises CaseUnreadable."""
    try:
        yaml.safe_load(path.read_text("utf-8"))
    except yaml.YAMLError as error:
        raise CaseUnreadable(why=str(error).splitlines()[0]) from error
