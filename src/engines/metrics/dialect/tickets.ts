import { Parameters, type SqlText } from './sql.ts'

/**
 * Tickets created from one instant to before another, each with its priority as it stood seven days after it was created: the last revision that was
 * recorded by then. A ticket whose history came later has the priority that is known. Merged and internal ones are among them, so that they can be told.
 */
export function ticketRows(start: string, stop: string): SqlText {
  const parameters = new Parameters()
  const [from, to] = [parameters.add(start), parameters.add(stop)]
  const text = `WITH settled AS (
SELECT h.source_id, h.source_key, h.revision, h.priority FROM store."ticket" h
WHERE h.recorded_at <= h.created_at + INTERVAL 7 DAY AND h.created_at >= CAST(${from} AS TIMESTAMP) AND h.created_at < CAST(${to} AS TIMESTAMP)
AND h.batch_id NOT IN (SELECT id FROM store.undone))
SELECT f.id, f.account_id, f.created_at, f.area, f.channel, f.status, f.first_response_at, f.merged_into, f.is_internal,
coalesce((SELECT arg_max(s.priority, s.revision) FROM settled s WHERE s.source_id = f.source_id AND s.source_key = f.source_key AND s.revision <= f.revision), f.priority) AS priority
FROM ticket f WHERE f.created_at >= CAST(${from} AS TIMESTAMP) AND f.created_at < CAST(${to} AS TIMESTAMP)
ORDER BY f.created_at, f.id`
  return { text, values: parameters.values }
}
