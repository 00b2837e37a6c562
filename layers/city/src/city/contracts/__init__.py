"""Everything that crosses a process: messages, files, events, names. pydantic only.

A change adds a version; samples of old versions stay in `tests/unit/contracts/samples` and still parse.
"""
