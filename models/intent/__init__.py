"""What a citizen's text asks for: a small linear model of characters, trained offline and read without numpy."""
