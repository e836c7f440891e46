"""Profile, facts and day in; assessment out. Pure: the same arguments give the same reading."""
