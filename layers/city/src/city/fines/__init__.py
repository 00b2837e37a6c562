"""Parking fines (Jung-gu, Seoul): from a citizen's text to a paid fine.

Read `model.py` for the rules, `service/` for what the city does with them.
"""
