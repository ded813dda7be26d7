"""The page of a need's criteria: weights, and what each criterion removes."""
