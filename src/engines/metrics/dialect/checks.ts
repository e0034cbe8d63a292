import { lookedUpIn, rowsApart, rowsOf, signOf, type Places } from './places.ts'
import { name, Parameters, type SqlText } from './sql.ts'

/** A rule that rows must keep; the shapes are those of the kernel's `Check`. */
export type Rule =
  | { readonly rule: 'present'; readonly column: string }
  | { readonly rule: 'oneOf'; readonly column: string; readonly choices: readonly string[] }
  | { readonly rule: 'notBefore'; readonly column: string; readonly other: string; readonly slackMinutes?: number }
  | { readonly rule: 'atLeast'; readonly column: string; readonly least: number }
  | { readonly rule: 'known'; readonly column: string; readonly fact: string; readonly key: string }
  | { readonly rule: 'notBeforeOther'; readonly column: string; readonly fact: string; readonly by: string; readonly key: string; readonly start: string }
  | {
      readonly rule: 'within'
      readonly column: string
      readonly fact: string
      readonly by: string
      readonly key: string
      readonly start: string
      readonly end: string
    }
  | { readonly rule: 'stillPaying'; readonly column: string; readonly by: string }
  | { readonly rule: 'claimedChurn'; readonly column: string; readonly by: string }
  | { readonly rule: 'endedStatus'; readonly column: string; readonly end: string }

/**
 * Finds the rows of `fact` that break a rule: columns key, shows (what the row says, in words), total (rows checked). At most `sample` rows, after a count: bad.
 * What the rows say is put into words for those alone that are shown.
 */
export function violations(fact: string, rule: Rule, today: string, sample: number, places: Places = null): SqlText {
  const parameters = new Parameters()
  const { rows, before } = rowsApart(fact, places, parameters)
  const { from, where, shows, of = 'true' } = broken(rule, today, parameters, places, before && rows)
  const sign = signOf(places)
  const runs = running(rule, rows, today, parameters)
  const text = `WITH ${before && `${before},\n`}${runs && `${runs},\n`}hit AS (SELECT f.source_key AS key FROM ${rows} f ${from} WHERE ${where})
SELECT ${sign}(SELECT count(*) FROM hit) AS bad, ${sign}(SELECT count(*) FROM ${rows} f WHERE ${of}) AS total, key, shows
FROM (SELECT 1) one LEFT JOIN (SELECT f.source_key AS key, ${shows} AS shows FROM ${rows} f ${from} WHERE ${where}
AND f.source_key IN (SELECT key FROM hit ORDER BY key LIMIT ${sample}) ORDER BY key LIMIT ${sample}) shown ON true`
  return { text, values: parameters.values, ...lookedUp(rule) }
}

/** Where a rule looks up what is known of other things. */
function lookedUp(rule: Rule): Pick<SqlText, 'looksUp'> {
  switch (rule.rule) {
    case 'known':
      return { looksUp: { column: rule.column, fact: rule.fact, key: rule.key, reads: [] } }
    case 'notBeforeOther':
      return { looksUp: { column: rule.by, fact: rule.fact, key: rule.key, reads: [rule.start] } }
    case 'within':
      return { looksUp: { column: rule.by, fact: rule.fact, key: rule.key, reads: [rule.start, rule.end] } }
    case 'stillPaying':
    case 'claimedChurn':
      return { looksUp: { column: rule.by, fact: 'subscription', key: 'account_id' } }
    default:
      return {}
  }
}

/** How many rows break one rule, whatever it looks at: column b0. */
export function breaches(fact: string, rule: Rule, today: string, places: Places = null): SqlText {
  const parameters = new Parameters()
  if (rule.rule !== 'known') {
    const { rows, before } = rowsApart(fact, places, parameters)
    const { from, where } = broken(rule, today, parameters, places, before && rows)
    const tables = [before, running(rule, rows, today, parameters)].filter((one) => one !== '')
    const head = tables.length > 0 ? `WITH ${tables.join(',\n')}\n` : ''
    return { text: `${head}SELECT ${signOf(places)}count(*) AS b0 FROM ${rows} f ${from} WHERE ${where}`, values: parameters.values, ...lookedUp(rule) }
  }
  const [rows, { where }] = [rowsOf(fact, places, parameters), broken(rule, today, parameters, places)]
  // millions of rows name a few thousand others: each name is looked up once
  const column = name(rule.column)
  const text = `SELECT ${signOf(places)}coalesce(sum(f.n), 0) AS b0 FROM (SELECT ${column}, count(*) AS n FROM ${rows} own GROUP BY 1) f WHERE ${where}`
  return { text, values: parameters.values, ...lookedUp(rule) }
}

/** How many rows break each of several rules that look at one row by itself: one scan, columns b0, b1 and so on, and total. */
export function screening(fact: string, rules: readonly Rule[], today: string, places: Places = null): SqlText {
  const parameters = new Parameters()
  const counts = rules.map((rule, index) => `count(*) FILTER (WHERE ${broken(rule, today, parameters, null).where}) AS b${index}`)
  return { text: `SELECT ${[...counts, 'count(*) AS total'].join(', ')} FROM ${rowsOf(fact, places, parameters)} f`, values: parameters.values }
}

/** Rules that look at a row by itself. */
export const isAlone = ({ rule }: Rule): boolean =>
  rule === 'present' || rule === 'oneOf' || rule === 'notBefore' || rule === 'atLeast' || rule === 'endedStatus'

/** One row for each key, the newest version: of all keys, or of those that the rows of a small table name. Of versions that came together it is always the same. */
const one = (
  { fact, key, by }: { readonly fact: string; readonly key: string; readonly by: string },
  columns: readonly string[],
  places: Places,
  few = '',
): string => {
  const order = ['recorded_at DESC', ...columns.map((column) => `${name(column)} DESC NULLS LAST`)].join(', ')
  return `(SELECT ${[key, ...columns].map(name).join(', ')} FROM ${lookedUpIn(fact, places)} known${few && ` WHERE ${name(key)} IN (SELECT ${name(by)} FROM ${few})`} QUALIFY row_number() OVER (PARTITION BY ${name(key)} ORDER BY ${order}) = 1)`
}

/** Facts of which some id waits in quarantine: column fact. Few have any, and to count all rows of each takes longer than everything else. */
export const repeatedFacts = (reason: string): SqlText => ({
  text: "SELECT DISTINCT q.fact AS fact FROM quarantine q JOIN batch b ON b.id = q.batch_id WHERE q.reason = $1 AND q.state = 'open' AND b.undone_at IS NULL",
  values: [reason],
})

/** Ids that wait in quarantine because another row has them: columns bad, total, key, file, row. An id counts once, however often it was sent. */
export function repeatedIds(fact: string, reason: string, sample: number): SqlText {
  const text = `WITH held AS (SELECT q.raw AS key, min(q.file) AS file, min(q.row_no) AS row FROM quarantine q JOIN batch b ON b.id = q.batch_id
WHERE q.fact = $1 AND q.reason = $2 AND q.state = 'open' AND b.undone_at IS NULL GROUP BY q.raw)
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
function running(rule: Rule, rows: string, today: string, parameters: Parameters): string {
  if (rule.rule !== 'stillPaying' && rule.rule !== 'claimedChurn') return ''
  const asking = `SELECT ${name(rule.by)} FROM ${rows} own${rule.rule === 'claimedChurn' ? ` WHERE ${name(rule.column)} IS NOT NULL` : ''}`
  return `running AS (SELECT account_id, count(*) FILTER (WHERE start <= ${day(today, parameters)} AND ("end" IS NULL OR "end" > ${day(today, parameters)})) AS runs, count(*) AS ever
FROM subscription WHERE coalesce(status, 'paid') <> 'trial' AND coalesce(mrr, unit_amount, 0) > 0 AND account_id IN (${asking}) GROUP BY account_id)`
}

const day = (today: string, parameters: Parameters): string => `CAST(${parameters.add(today)} AS DATE)`
const say = (column: string): string => `coalesce(CAST(CAST(${column} AS DATE) AS VARCHAR), 'nothing')`

/** `few` is a small table that holds all the rows, where they were set apart. */
function broken(rule: Rule, today: string, parameters: Parameters, places: Places, few = ''): Broken {
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
    case 'known':
      return {
        from: '',
        where: `f.${name(rule.column)} IS NOT NULL AND f.${name(rule.column)} NOT IN (SELECT ${name(rule.key)} FROM ${lookedUpIn(rule.fact, places)} known WHERE ${name(rule.key)} IS NOT NULL)`,
        shows: `'${rule.column} ' || f.${name(rule.column)}`,
      }
    case 'notBeforeOther':
      return {
        from: `JOIN ${one(rule, [rule.start], places)} o ON o.${name(rule.key)} = f.${name(rule.by)}`,
        where: `CAST(f.${name(rule.column)} AS DATE) < CAST(o.${name(rule.start)} AS DATE)`,
        shows: `'${rule.column} ' || ${say(`f.${name(rule.column)}`)} || ', ${rule.fact} since ' || ${say(`o.${name(rule.start)}`)}`,
      }
    case 'within':
      return {
        from: `JOIN ${one(rule, [rule.start, rule.end], places, few)} o ON o.${name(rule.key)} = f.${name(rule.by)}`,
        where: `(CAST(f.${name(rule.column)} AS DATE) < o.${name(rule.start)} OR CAST(f.${name(rule.column)} AS DATE) >= o.${name(rule.end)})`,
        shows: `'${rule.column} ' || ${say(`f.${name(rule.column)}`)} || ', ${rule.fact} from ' || ${say(`o.${name(rule.start)}`)} || ' to ' || ${say(`o.${name(rule.end)}`)}`,
        of: `f.${name(rule.by)} IS NOT NULL`,
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
