"""The schemas of an edition: which judge a file, what they are made into, rules in Schematron."""
