"""A document from an address on the internet: listed hosts, public addresses, and limits of size and time."""
