"""Words that give a particular question away, under the names of `talk.details`."""
