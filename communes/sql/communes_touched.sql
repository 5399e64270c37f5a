-- A commune, and those that share a school with it: located here, managed there.
SELECT DISTINCT commune
FROM ({universe}) u
CROSS JOIN LATERAL (VALUES (u.commune_id), (u.managing_commune_id)) sides (commune)
WHERE (u.commune_id = %(commune)s OR u.managing_commune_id = %(commune)s)
  AND commune IS NOT NULL
