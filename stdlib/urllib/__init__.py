"""The package that holds the tools for web addresses."""
