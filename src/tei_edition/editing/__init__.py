"""Help with the markup: commands that write TEI files, and never over those that exist."""
