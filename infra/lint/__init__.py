"""What the city's templates must keep, as lint rules."""
