import { rowsOf, type Places } from './places.ts'
import type { UnkeyedRule } from './rules.ts'
import { name, Parameters, type SqlText } from './sql.ts'

/**
 * Finds the rows of `fact` that break a rule: columns key, shows (what the row says, in words), total (rows checked). At most `sample` rows, after a count: bad.
 * What the rows say is put into words for those alone that are shown.
 */
export function violations(fact: string, rule: UnkeyedRule, today: string, sample: number, places: Places = null): SqlText {
  const parameters = new Parameters()
  const rows = rowsOf(fact, places, parameters)
  const { from, where, shows, of = 'true' } = broken(rule, parameters)
  const runs = running(rule, rows, today, parameters)
  const text = `WITH ${runs && `${runs},\n`}hit AS (SELECT f.source_key AS key FROM ${rows} f ${from} WHERE ${where})
SELECT (SELECT count(*) FROM hit) AS bad, (SELECT count(*) FROM ${rows} f WHERE ${of}) AS total, key, shows
FROM (SELECT 1) one LEFT JOIN (SELECT f.source_key AS key, ${shows} AS shows FROM ${rows} f ${from} WHERE ${where}
AND f.source_key IN (SELECT key FROM hit ORDER BY key LIMIT ${sample}) ORDER BY key LIMIT ${sample}) shown ON true`
  return { text, values: parameters.values }
}

/** How many rows break each of several rules that look at one row by itself: one scan, columns b0, b1 and so on, and total. */
export function screening(fact: string, rules: readonly UnkeyedRule[], places: Places = null): SqlText {
  const parameters = new Parameters()
  const counts = rules.map((rule, index) => `count(*) FILTER (WHERE ${broken(rule, parameters).where}) AS b${index}`)
  return { text: `SELECT ${[...counts, 'count(*) AS total'].join(', ')} FROM ${rowsOf(fact, places, parameters)} f`, values: parameters.values }
}

/**
 * What waits in quarantine, of all facts at once: columns fact, repeats (an id that another row has, by its reason), rows, since. Few facts have any, and to count
 * all rows of each takes longer than everything else.
 */
export const waitingRows = (reason: string): SqlText => ({
  text: "SELECT q.fact AS fact, q.reason = $1 AS repeats, count(*) AS rows, CAST(min(q.held_at) AS VARCHAR) AS since FROM quarantine q WHERE q.state = 'open' GROUP BY 1, 2",
  values: [reason],
})

/** How many rows a fact has: column total. */
export const rowsIn = (fact: string): SqlText => ({ text: `SELECT count(*) AS total FROM ${name(fact)}`, values: [] })

/** Ids that wait in quarantine because another row has them: columns bad, total, key, file, row. An id counts once, however often it was sent. */
export function repeatedIds(fact: string, reason: string, sample: number): SqlText {
  const text = `WITH held AS (SELECT q.raw AS key, min(q.file) AS file, min(q.row_no) AS row FROM quarantine q
WHERE q.fact = $1 AND q.reason = $2 AND q.state = 'open' GROUP BY q.raw)
SELECT (SELECT count(*) FROM held) AS bad, (SELECT count(*) FROM ${name(fact)}) AS total, key, file, row
FROM (SELECT 1) one LEFT JOIN (SELECT * FROM held ORDER BY row LIMIT ${sample}) shown ON true`
  return { text, values: [fact, reason] }
}

interface Broken {
  readonly from: string
  readonly where: string
  readonly shows: string
  readonly of?: string
}

/** For rules that look at them, the paying lines of the accounts that some rows ask about: how many run today, how many ever did. Mostly nobody asks. */
function running(rule: UnkeyedRule, rows: string, today: string, parameters: Parameters): string {
  if (rule.rule !== 'stillPaying' && rule.rule !== 'claimedChurn') return ''
  const asking = `SELECT ${name(rule.by)} FROM ${rows} own${rule.rule === 'claimedChurn' ? ` WHERE ${name(rule.column)} IS NOT NULL` : ''}`
  return `running AS (SELECT account_id, count(*) FILTER (WHERE start <= ${day(today, parameters)} AND ("end" IS NULL OR "end" > ${day(today, parameters)})) AS runs, count(*) AS ever
FROM subscription WHERE coalesce(status, 'paid') <> 'trial' AND coalesce(mrr, unit_amount, 0) > 0 AND account_id IN (${asking}) GROUP BY account_id)`
}

const day = (today: string, parameters: Parameters): string => `CAST(${parameters.add(today)} AS DATE)`
const say = (column: string): string => `coalesce(CAST(CAST(${column} AS DATE) AS VARCHAR), 'nothing')`

function broken(rule: UnkeyedRule, parameters: Parameters): Broken {
  switch (rule.rule) {
    case 'present':
      return { from: '', where: `f.${name(rule.column)} IS NULL`, shows: `'no ${rule.column}'` }
    case 'oneOf': {
      const known = rule.choices.map((choice) => parameters.add(choice)).join(', ')
      return {
        from: '',
        where: `f.${name(rule.column)} IS NOT NULL AND f.${name(rule.column)} NOT IN (${known})`,
        shows: `'${rule.column} ' || CAST(f.${name(rule.column)} AS VARCHAR)`,
      }
    }
    case 'notBefore': {
      const [column, other] = [`f.${name(rule.column)}`, `f.${name(rule.other)}`]
      const least = rule.slackMinutes ? `${other} - to_minutes(CAST(${parameters.add(rule.slackMinutes)} AS BIGINT))` : other
      return { from: '', where: `${column} < ${least}`, shows: `'${rule.column} ' || ${say(column)} || ', ${rule.other} ' || ${say(other)}` }
    }
    case 'atLeast':
      return {
        from: '',
        where: `f.${name(rule.column)} < ${parameters.add(rule.least)}`,
        shows: `'${rule.column} ' || CAST(f.${name(rule.column)} AS VARCHAR)`,
      }
    case 'stillPaying':
      return {
        from: `JOIN running r ON r.account_id = f.${name(rule.by)}`,
        where: 'r.runs > 0',
        shows: `'left on ' || ${say(`f.${name(rule.column)}`)} || ', ' || r.runs || ' paid subscriptions run'`,
      }
    case 'claimedChurn':
      return {
        from: `JOIN running r ON r.account_id = f.${name(rule.by)}`,
        where: `(f.${name(rule.column)} AND r.runs > 0) OR (NOT f.${name(rule.column)} AND r.runs = 0)`,
        shows: `CASE WHEN f.${name(rule.column)} THEN 'flagged as churned, ' ELSE 'not flagged, ' END || r.runs || ' of ' || r.ever || ' paid subscriptions run'`,
        of: `f.${name(rule.column)} IS NOT NULL`,
      }
    case 'endedStatus':
      return {
        from: '',
        where: `f.${name(rule.column)} = (f.${name(rule.end)} IS NULL)`,
        shows: `CASE WHEN f.${name(rule.column)} THEN 'flagged as churned without an end' ELSE 'ended on ' || ${say(`f.${name(rule.end)}`)} || ', not flagged' END`,
        of: `f.${name(rule.column)} IS NOT NULL`,
      }
  }
}
