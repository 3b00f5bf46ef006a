"""Calendars, and the times that datings give."""
