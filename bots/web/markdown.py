"""Markdown as the web shows it."""

from assistant.rendering import render as render
