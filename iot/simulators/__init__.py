"""Send what devices send: contract-valid, seeded, repeatable."""
