"""Traffic: how fast vehicles drove on each edge, fused per five minutes, and what that says of a way."""
