"""Files that advisers send: looked at first, taken in once confirmed."""
