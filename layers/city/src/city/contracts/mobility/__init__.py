"""The contracts of mobility."""
