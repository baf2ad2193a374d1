"""Where files come in: one type of incoming file, whatever the channel."""
