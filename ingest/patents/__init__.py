"""Patent data of several formats into records, one at a time: JSON lines, USPTO XML, CSV."""
