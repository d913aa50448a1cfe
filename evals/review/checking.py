"""A case as a run would read it, before it is written into the file of made cases."""

from pathlib import Path

from evals.loading import load

from .casefile import NAME


def loads(path: Path) -> None:
    """Raises the fault that a run would tell of the case, in the name of the file that it is meant for."""
    faults = load([path]).faults
    if faults:
        faults[0].facts["file"] = NAME.name
        raise faults[0]
