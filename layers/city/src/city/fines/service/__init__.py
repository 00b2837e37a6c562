"""What the city does about parking fines: each use case is one class with one public method.

A module each, because a function imports the one it serves, and every import is part of its cold start.
"""
