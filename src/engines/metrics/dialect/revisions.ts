import { name, type SqlText } from './sql.ts'

/**
 * Rows whose column stood lower in the alphabet in an earlier revision than it does now (p1, then p2): columns id, was (the worst it ever was), now.
 * The store keeps every revision; the view of a fact shows the last.
 */
export function softened(fact: string, column: string): SqlText {
  const text = `SELECT n.id AS id, min(o.${name(column)}) AS was, any_value(n.${name(column)}) AS now
FROM ${name(fact)} n
JOIN store.${name(fact)} o ON o.source_key = n.source_key AND o.source_id IS NOT DISTINCT FROM n.source_id AND o.revision < n.revision
WHERE o.${name(column)} < n.${name(column)}
GROUP BY n.id ORDER BY n.id`
  return { text, values: [] }
}
