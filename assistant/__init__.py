"""What the centre promises its visitors; knows no channel."""
