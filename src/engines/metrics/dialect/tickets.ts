import type { SqlText } from './sql.ts'

/**
 * Tickets whose priority stood otherwise seven days after they were created than it does now: columns source_id, source_key and the priority of the last revision that
 * was recorded by then. A ticket whose history came later has the priority that is known.
 */
export const settledPriorities: SqlText = {
  text: `SELECT source_id, source_key, priority FROM (
SELECT f.source_id, f.source_key, any_value(f.priority) AS now, arg_max(h.priority, h.revision) AS priority
FROM ticket f JOIN store."ticket" h ON h.source_id = f.source_id AND h.source_key = f.source_key AND h.revision <= f.revision
WHERE h.recorded_at <= h.created_at + INTERVAL 7 DAY AND h.batch_id NOT IN (SELECT id FROM store.undone)
GROUP BY f.source_id, f.source_key) told
WHERE priority IS NOT NULL AND priority IS DISTINCT FROM now ORDER BY source_id, source_key`,
  values: [],
}
