"""Use cases of the crosswalk domain, a module each."""
