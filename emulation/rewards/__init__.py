"""Awards under a quota, and the minutes of the meeting that proposed them."""
