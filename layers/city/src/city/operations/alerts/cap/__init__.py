"""The Common Alerting Protocol (OASIS CAP 1.2): documents in, frozen values out, and back. Pure."""
