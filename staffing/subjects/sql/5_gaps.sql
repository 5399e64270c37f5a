-- A subject that is taught where none is required is a surplus, not nothing.
lines AS (
    SELECT institution_id, level, subject_id,
           COALESCE(r.norm_set_id, CASE level WHEN 'preschool' THEN %(preschool)s
                                   ELSE %(curriculum)s END) AS norm_set_id,
           COALESCE(r.need, 0) AS need, COALESCE(r.required, 0) AS required,
           COALESCE(p.present, 0) AS present, COALESCE(p.contract, 0) AS contract,
           COALESCE(p.part_out, 0) AS part_out, COALESCE(p.part_in, 0) AS part_in,
           COALESCE(a.kinds, '{}') AS absent,
           COALESCE(r.inputs, jsonb_build_object(
               'rule', 'none', 'return', s.return_id)) || jsonb_build_object(
               'as_of', %(as_of)s, 'majors', COALESCE(m.majors, '{}'),
               'unnamed', COALESCE(u.people, 0),
               'retroactive', %(retroactive)s::bigint[]
                   && ARRAY[%(curriculum)s, %(load)s]::bigint[]
           ) AS inputs
    FROM required_subjects r
    FULL JOIN present p USING (institution_id, level, subject_id)
    JOIN schools s USING (institution_id)
    LEFT JOIN absent a USING (institution_id, level, subject_id)
    LEFT JOIN majors m USING (institution_id, level, subject_id)
    LEFT JOIN unnamed u USING (institution_id, level)
)
INSERT INTO staffing_subjectgap
    (institution_id, school_year_id, level, subject_id, norm_set_id, run_id, need,
     required, present, present_contract, part_out, part_in, absent, inputs)
SELECT institution_id, %(year)s, level, subject_id, norm_set_id, %(run)s, need,
       required, present, contract, part_out, part_in, absent, inputs
FROM lines
ON CONFLICT ON CONSTRAINT subject_gap_once DO UPDATE SET
    norm_set_id = excluded.norm_set_id,
    run_id = excluded.run_id,
    need = excluded.need,
    required = excluded.required,
    present = excluded.present,
    present_contract = excluded.present_contract,
    part_out = excluded.part_out,
    part_in = excluded.part_in,
    absent = excluded.absent,
    inputs = excluded.inputs
