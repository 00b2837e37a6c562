"""The local cloud: ministack, pinned, with its faults mended. One module per kind of mend; `__main__` applies them.

It runs with the cloud's own interpreter (`.venv-cloud`), so nothing here imports anything of the project.
"""
