"""Parking fines (Jung-gu, Seoul): from a citizen's text to a paid fine.

Areas, each using those below it: `desk`, `money`, `talk`, `law`. Read `law/notices.py` first, then `law/amounts.py`.
"""
