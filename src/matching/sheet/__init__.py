"""The public sheet of the algorithm, made from the code it describes (CRPA, L312-1-3 and R311-3-1-2)."""
