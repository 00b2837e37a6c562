"""Drawn film for the local city: a street, moving, as H.264 in fragmented MP4, made by rules alone. Pure.

Nothing is recorded and nobody is in it, so a copy of the repository holds no film; it has no sound track.
"""
