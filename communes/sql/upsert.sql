ON CONFLICT ON CONSTRAINT value_once DO UPDATE SET
    run_id = excluded.run_id,
    commune_id = excluded.commune_id,
    numerator = excluded.numerator,
    denominator = excluded.denominator,
    expected = excluded.expected,
    reported = excluded.reported,
    approved = excluded.approved
