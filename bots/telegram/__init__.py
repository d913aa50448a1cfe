"""Telegram as a channel: updates are kept before they are answered, each answer is delivered once."""
