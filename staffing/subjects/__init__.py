"""Need and gap of teachers by subject: periods, loads, duties and the cap of the norm."""
