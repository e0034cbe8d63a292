/** A statement with its values. */
export interface EventSql {
  readonly text: string
  readonly values: readonly (string | number)[]
}

type Ids = 'user_id' | 'account_id' | 'session_id' | 'name'

/** The order in which every statement here gives the events: by name, time, arrival and key, so that columns read one by one belong together. */
const order = 'ORDER BY e.name, e.ts, coalesce(e.received_at, e.ts), e.event_id'

/** Temporary tables of the different texts of columns, in order with their codes from 1 and how often each came: every later statement of the same snapshot reads them. */
export const codeTables: readonly EventSql[] = (['name', 'user_id', 'account_id', 'session_id'] as const).map((column) => ({
  text: `CREATE TEMP TABLE ${codesOf(column)} AS SELECT v, n, CAST(row_number() OVER (ORDER BY v) AS INTEGER) AS code
FROM (SELECT ${column} AS v, count(*) AS n FROM event WHERE ${column} IS NOT NULL GROUP BY ${column}) one`,
  values: [],
}))

/** The different texts of a column of events: columns text and n. Their places, from 1, are the codes of `eventRows`. */
export const eventTexts = (column: Ids): EventSql => ({ text: `SELECT v AS text, n FROM ${codesOf(column)} ORDER BY code`, values: [] })

/** Names in their order, from the first to the last; null is all of them. */
export type NameRange = readonly [first: string, last: string] | null

/** Events as numbers: milliseconds, and codes from 1 of name, person, account and session, empty where there is none. */
export const eventRows = (names: NameRange): EventSql => ({
  text: `SELECT epoch_ms(e.ts) AS ts, epoch_ms(e.received_at) AS received, n.code AS name, u.code AS person, a.code AS account, s.code AS session
FROM event e LEFT JOIN ${codesOf('name')} n ON n.v = e.name LEFT JOIN ${codesOf('user_id')} u ON u.v = e.user_id
LEFT JOIN ${codesOf('account_id')} a ON a.v = e.account_id LEFT JOIN ${codesOf('session_id')} s ON s.v = e.session_id ${among(names, 1)} ${order}`,
  values: names ?? [],
})

const among = (names: NameRange, first: number): string => (names ? `WHERE e.name BETWEEN $${first} AND $${first + 1}` : '')

function codesOf(column: Ids): string {
  return `codes_of_${column}`
}

const path = (property: string): string => `$."${property.replaceAll('"', '\\"')}"`
const own: Readonly<Record<string, string>> = { surface: 'to_json(e.surface)', quantity: 'to_json(e.quantity)', subscription_id: 'to_json(e.subscription_id)' }
const valueOf = (property: string): string => own[property] ?? 'json_extract(e.props, $1)'
const valuesOf = (property: string): string[] => (own[property] === undefined ? [path(property)] : [])

/** A temporary table of the different values of a property, as JSON texts in order with their codes from 1. A column of the event goes before a property of its name. */
export const propertyTable = (property: string): EventSql => ({
  text: `CREATE OR REPLACE TEMP TABLE codes_of_property AS SELECT text, CAST(row_number() OVER (ORDER BY text) AS INTEGER) AS code
FROM (SELECT DISTINCT CAST(${valueOf(property)} AS VARCHAR) AS text FROM event e) one WHERE text IS NOT NULL`,
  values: valuesOf(property),
})

export const propertyTexts: EventSql = { text: 'SELECT text FROM codes_of_property ORDER BY code', values: [] }

/** A property as codes from 1 into its texts, in the order of `eventRows`. */
export const propertyRows = (property: string, names: NameRange): EventSql => ({
  text: `SELECT v.code AS code FROM event e LEFT JOIN codes_of_property v ON v.text = CAST(${valueOf(property)} AS VARCHAR) ${among(names, valuesOf(property).length + 1)} ${order}`,
  values: [...valuesOf(property), ...(names ?? [])],
})

/** Names of the properties that events bear, as far as the newest hundred thousand tell: column name. */
export const propertyNames: EventSql = {
  text: 'SELECT DISTINCT unnest(json_keys(props)) AS name FROM (SELECT props FROM event WHERE props IS NOT NULL ORDER BY ts DESC LIMIT 100000) newest ORDER BY 1 LIMIT 200',
  values: [],
}

const profileColumns = {
  account: ['name', 'parent_id', 'segment', 'industry', 'region', 'plan', 'channel', 'use_case', 'is_internal', 'is_trial'],
  app_user: ['account_id', 'role', 'is_internal', 'is_service'],
} as const

/** Whom the workspace was told to forget is in no list, though a file of users may still name them. */
const isKnown = { account: '', app_user: " WHERE 'sha256:' || sha256(id) NOT IN (SELECT person FROM store.forgotten)" } as const

/** The newest version of each account or user, with its properties: columns id, created (milliseconds) and one for each property. */
export const profileRows = (fact: 'account' | 'app_user'): EventSql => ({
  text: `SELECT id, epoch_ms(min(created_at)) AS created, ${profileColumns[fact].map((column) => `arg_max(${column}, coalesce(valid_from, DATE '0001-01-01')) AS ${column}`).join(', ')} FROM ${fact}${isKnown[fact]} GROUP BY id ORDER BY id`,
  values: [],
})
