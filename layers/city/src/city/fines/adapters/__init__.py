"""Banks and carriers, fitted to the ports. A module each, because a function imports the one it is set to."""
