"""Channels: one file or folder each; they show what the assistant says and pass on what visitors do."""
