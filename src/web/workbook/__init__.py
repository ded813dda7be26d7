"""A whole campaign as one workbook: looked at first, taken in at once, and given out in the same layout."""
