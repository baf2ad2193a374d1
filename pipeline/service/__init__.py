"""The long-running part: watching the inboxes, signs of life, and what is set up on a machine."""
