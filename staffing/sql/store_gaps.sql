INSERT INTO staffing_staffinggap AS stored
    (institution_id, school_year_id, post_id, level, norm_set_id, run_id,
     required_norm_classes, required_actual_classes,
     present_permanent, present_contract, absent, assigned, inputs)
SELECT institution_id, school_year_id, post_id, level, norm_set_id, %(run)s,
       required_norm, required_actual, permanent, contract, absent, assigned, inputs
FROM gaps
ON CONFLICT ON CONSTRAINT gap_once DO UPDATE SET
    norm_set_id = excluded.norm_set_id,
    run_id = excluded.run_id,
    required_norm_classes = excluded.required_norm_classes,
    required_actual_classes = excluded.required_actual_classes,
    present_permanent = excluded.present_permanent,
    present_contract = excluded.present_contract,
    absent = excluded.absent,
    assigned = excluded.assigned,
    inputs = excluded.inputs
