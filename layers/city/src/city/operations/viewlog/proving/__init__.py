"""How the log is proved: chain, trees, signed heads, and the check of all of it. Values in, values out."""
