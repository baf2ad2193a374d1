"""Templates and values → finished documents: Word files, mails, calendars."""
