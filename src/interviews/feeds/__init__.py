"""Calendar feeds: a secret address under which a calendar program finds a person's interviews."""
