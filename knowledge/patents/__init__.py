"""Patent records: what one is, how its number is written, how records are kept, found and counted."""
