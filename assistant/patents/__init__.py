"""Patent search in conversation: words into fields, records and counts into sentences, a picture of the landscape."""
