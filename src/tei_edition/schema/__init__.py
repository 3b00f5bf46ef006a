"""The schemas of an edition: choosing and compiling them, ODDs, and rules in Schematron."""
