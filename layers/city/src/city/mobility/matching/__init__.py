"""Map matching: on which road, where, in which direction and how surely a vehicle was, from positions with noise."""
