-- The same numbers, only read: shortage and surplus as the stored columns have them.
SELECT g.*, g.permanent + g.contract AS present,
       GREATEST(g.required_norm - g.permanent - g.contract, 0) AS shortage_norm,
       GREATEST(g.permanent + g.contract - g.required_norm, 0) AS surplus_norm,
       GREATEST(g.required_actual - g.permanent - g.contract, 0) AS shortage_actual,
       GREATEST(g.permanent + g.contract - g.required_actual, 0) AS surplus_actual,
       s.code, s.commune_id, s.managing_commune_id, o."group"
FROM gaps g
JOIN schools s USING (institution_id)
JOIN staffing_post o ON o.code = g.post_id
ORDER BY g.institution_id, o."order", g.level
