import type { FactStore } from '#platform/columnar/store.ts'
import type { FactDesk } from '#runtime/factDesk.ts'

/** Counts three figures a second time, each from the rows by one plain query, and says whether both agree; throws when they do not. */
export async function agreed(desk: FactDesk, store: FactStore, workspace: string): Promise<string> {
  const one = async (sql: string): Promise<number> => Number((await store.query(workspace, sql)).rows[0]?.[0])
  const asOf = '2024-11-30'
  const asked = async (metric: string): Promise<number | null> => (await desk.measure({ metric, asOf })).value
  const figures: Readonly<Record<string, readonly [number | null, number]>> = {
    'net-revenue-retention': [await asked('net-revenue-retention'), await one(retention)],
    'daily-active-users': [await asked('daily-active-users'), await one(active)],
    'feature-adoption': [await asked('feature-adoption'), await one(adoption)],
  }
  for (const [metric, [told, counted]] of Object.entries(figures))
    if (told === null || Math.abs(told - counted) > 1e-9 * counted) throw new Error(`${metric} is told as ${told}, and counted as ${counted}.`)
  return `agreed with a count by rows: ${Object.entries(figures)
    .map(([metric, [told]]) => `${metric} ${told?.toFixed(4)}`)
    .join(', ')}`
}

const paid = (day: string): string =>
  `SELECT account_id, sum(mrr) AS mrr FROM subscription WHERE start <= DATE '${day}' AND ("end" IS NULL OR "end" > DATE '${day}') GROUP BY 1`
const retention = `SELECT sum(coalesce(b.mrr, 0)) / sum(a.mrr) FROM (${paid('2023-11-30')}) a LEFT JOIN (${paid('2024-11-30')}) b USING (account_id)`
const active = `SELECT count(DISTINCT e.user_id) FROM event e JOIN app_user u ON u.id = e.user_id
WHERE e.ts >= TIMESTAMP '2024-11-30' AND e.ts < TIMESTAMP '2024-12-01' AND NOT u.is_service AND e.name IN (SELECT core_event FROM feature)`
const adoption = `WITH used AS (SELECT e.account_id, f.id FROM event e JOIN feature f ON f.core_event = e.name LEFT JOIN app_user u ON u.id = e.user_id
WHERE e.ts >= TIMESTAMP '2024-12-01' - INTERVAL 28 DAY AND e.ts < TIMESTAMP '2024-12-01' AND NOT coalesce(u.is_service, false)
GROUP BY e.account_id, f.id, f.min_count HAVING count(*) >= f.min_count)
SELECT count(*) FILTER (WHERE account_id IN (SELECT account_id FROM used)) / count(*) FROM (${paid('2024-11-30')})`
