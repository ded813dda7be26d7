"""What calendars said of an interview, and the other times they propose."""
