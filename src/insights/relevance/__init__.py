"""Were the candidates relevant? Recruiters' answers, with denominators; and, offline, what they say of the weights."""
