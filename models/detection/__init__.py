"""Where people, bicycles and vehicles stand in a picture: three public detectors behind one adapter."""
