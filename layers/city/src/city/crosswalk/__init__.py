"""Crosswalks: what units report, what the city makes of it, and what staff may tell a unit.

The rooms are those of every domain; start with `unit_state.py`, the rule that a report meets first.
"""
