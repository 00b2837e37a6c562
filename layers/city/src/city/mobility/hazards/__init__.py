"""Road hazards: what passing vehicles feel of the road, put together to one fact for each place, and told once."""
