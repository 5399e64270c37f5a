-- Clusters and provinces as sums of their communes, so that parts and total agree.
INSERT INTO communes_indicatorvalue AS stored
    (indicator, school_year_id, run_id, basis, scope, scope_key, commune_id, level,
     numerator, denominator, expected, reported, approved)
SELECT %(indicator)s, %(year)s, %(run)s, v.basis,
       CASE WHEN GROUPING(c.cluster) = 0 THEN 'cluster' ELSE 'province' END,
       COALESCE(c.cluster, c.province_id), NULL, v.level,
       sum(v.numerator), sum(v.denominator),
       sum(v.expected), sum(v.reported), sum(v.approved)
FROM communes_indicatorvalue v
JOIN communes_commune c ON c.code = v.scope_key
WHERE v.school_year_id = %(year)s
  AND v.indicator = %(indicator)s
  AND v.scope = 'commune'
GROUP BY GROUPING SETS (
    (v.basis, v.level, c.cluster),
    (v.basis, v.level, c.province_id)
)
-- After a change of some communes only their clusters, and the province, are new.
HAVING GROUPING(c.cluster) = 1
    OR %(communes)s::text[] IS NULL
    OR c.cluster IN (SELECT cluster FROM communes_commune
                     WHERE code = ANY(%(communes)s))
