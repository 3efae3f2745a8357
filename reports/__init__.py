"""What is handed on: closing reports, bulletins, reminders, the daily seals over all history."""
