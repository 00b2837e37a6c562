"""A crosswalk unit: watches the kerb, lights the lamps, tells the city. Runs on a small Linux box beside the road."""
