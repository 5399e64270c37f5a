"""Who could move from schools with surplus to schools with shortage, and why so."""
