SELECT i.id AS institution_id, i.code, i.commune_id, i.managing_commune_id,
       (%(level_order)s::text[])[
           array_position(%(level_order)s::text[], k.lowest_level::text):
           array_position(%(level_order)s::text[], k.highest_level::text)
       ] AS levels,
       k.highest_level::text AS school_level,
       k.lowest_level <> k.highest_level AS multi_level,
       k.recognisable, i.special_type, i.ownership, i.teaches_two_sessions,
       p.as_of,
       -- Only a return handed in counts; a draft is nobody's figure yet.
       r.id AS return_id,
       r.id IS NOT NULL AS reported,
       COALESCE(r.state = ANY(%(approved_states)s), false) AS approved
FROM schools_institution i
JOIN schools_institutionkind k ON k.code = i.kind_id
JOIN communes_reportingperiod p
  ON p.school_year_id = %(year)s AND p.kind = 'start'
LEFT JOIN schools_schoolreturn r
  ON r.institution_id = i.id AND r.period_id = p.id
 AND r.state = ANY(%(reported_states)s)
WHERE i.opened_on <= p.as_of
  AND (i.closed_on IS NULL OR i.closed_on > p.as_of)
