"""Papers that need everything known: profiles and statistical forms, put together here."""
