"""Who signs in, with which role and territory, and what they did."""
