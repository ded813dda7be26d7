"""Choose, then place: pure functions over the promised formats, without database and clock."""
