"""What the city does with a round: each use case is one class. A module each, since a function imports only its own."""
