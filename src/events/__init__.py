"""When and where: recruitment events, their stands, and who comes."""
