"""What every staff API offers alike."""
