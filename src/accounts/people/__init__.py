"""People, the roles they hold, and the territories these reach."""
