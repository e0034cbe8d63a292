import type { EventSql } from './events.ts'

/** What may explain a line, between two instants: columns kind (release, incident), id, at (milliseconds), says and severity. */
export const happenings = (from: string, to: string): EventSql => ({
  text: `SELECT 'release' AS kind, id, epoch_ms(released_at) AS at, coalesce(name, id) AS says, tier AS severity FROM release
WHERE released_at >= $1::TIMESTAMP AND released_at < $2::TIMESTAMP
UNION ALL SELECT 'incident', id, epoch_ms(impact_start), coalesce(area, service_id, id), severity FROM incident
WHERE impact_start >= $1::TIMESTAMP AND impact_start < $2::TIMESTAMP AND merged_into IS NULL AND NOT coalesce(maintenance, false)
ORDER BY 3`,
  values: [from, to],
})

/** The events of an account by others than our own people and services, as questions about events count them. */
const used = `(SELECT e.*, timezone($3, timezone('UTC', e.ts)) AS civil FROM event e WHERE e.account_id = $1 AND e.ts <= $2::TIMESTAMP
AND NOT EXISTS (SELECT 1 FROM app_user own WHERE own.id = e.user_id AND (own.is_internal OR own.is_service)))`

const days = (n: number): string => `$2::TIMESTAMP - INTERVAL ${n} DAY`

/** Weeks of one account in a time zone, of those whose Monday lies in the 26 weeks before an instant: columns week, events, persons. */
export const accountWeeks = (account: string, asOf: string, zone: string): EventSql => ({
  text: `SELECT strftime(date_trunc('week', civil), '%Y-%m-%d') AS week, CAST(count(*) AS INTEGER) AS events, CAST(count(DISTINCT user_id) AS INTEGER) AS persons
FROM ${used} WHERE civil >= date_trunc('week', timezone($3, timezone('UTC', ${days(175)}))) GROUP BY 1 ORDER BY 1`,
  values: [account, asOf, zone],
})

/** What an account did in the last 28 days, the commonest first: columns name, n, persons, last and before (how often in the 28 days before). */
export const accountFeatures = (account: string, asOf: string, zone: string): EventSql => ({
  text: `SELECT name, CAST(count(*) FILTER (ts > ${days(28)}) AS INTEGER) AS n, CAST(count(DISTINCT user_id) FILTER (ts > ${days(28)}) AS INTEGER) AS persons,
CAST(count(*) FILTER (ts <= ${days(28)}) AS INTEGER) AS before, epoch_ms(max(ts)) AS last
FROM ${used} WHERE ts > ${days(56)} GROUP BY name ORDER BY n DESC, name LIMIT 50`,
  values: [account, asOf, zone],
})

/** Who acts for an account, by how many of the last 28 days they came: columns person, role, days, events, last. */
export const accountPeople = (account: string, asOf: string, zone: string): EventSql => ({
  text: `SELECT e.user_id AS person, any_value(u.role) AS role, CAST(count(DISTINCT CAST(e.civil AS DATE)) AS INTEGER) AS days, CAST(count(*) AS INTEGER) AS events, epoch_ms(max(e.ts)) AS last
FROM ${used} e LEFT JOIN (SELECT id, arg_max(role, coalesce(valid_from, DATE '0001-01-01')) AS role FROM app_user GROUP BY id) u ON u.id = e.user_id
WHERE e.user_id IS NOT NULL AND e.ts > ${days(28)} GROUP BY e.user_id ORDER BY days DESC, events DESC, person LIMIT 50`,
  values: [account, asOf, zone],
})

const openTicket =
  'account_id = $1 AND created_at <= $2::TIMESTAMP AND merged_into IS NULL AND NOT coalesce(is_internal, false) AND (resolved_at IS NULL OR resolved_at > $2::TIMESTAMP)'
const today = "CAST(timezone($3, timezone('UTC', $2::TIMESTAMP)) AS DATE)"
const runs = `account_id = $1 AND start <= ${today} AND ("end" IS NULL OR "end" > ${today}) AND coalesce(kind, 'recurring') = 'recurring'`

/** How an account stands: people of the last 28 days and of the 28 before, the last event, open and urgent tickets, the newest NPS answer, the lines of the ledger that run: how many, past due, the next day on which one renews, and the day on which the last ends where all are cancelled. */
export const accountStanding = (account: string, asOf: string, zone: string): EventSql => ({
  text: `SELECT
(SELECT CAST(count(DISTINCT user_id) AS INTEGER) FROM ${used} WHERE ts > ${days(28)}) AS people,
(SELECT CAST(count(DISTINCT user_id) AS INTEGER) FROM ${used} WHERE ts <= ${days(28)} AND ts > ${days(56)}) AS people_before,
(SELECT epoch_ms(max(ts)) FROM ${used}) AS last,
(SELECT CAST(count(*) AS INTEGER) FROM ticket WHERE ${openTicket}) AS open_tickets,
(SELECT CAST(count(*) AS INTEGER) FROM ticket WHERE ${openTicket} AND priority IN ('p1', 'p2')) AS urgent_tickets,
(SELECT arg_max(score, ts) FROM survey_response WHERE account_id = $1 AND instrument = 'nps' AND ts <= $2::TIMESTAMP) AS nps,
(SELECT CAST(count(*) AS INTEGER) FROM subscription WHERE ${runs} AND coalesce(status, 'paid') IN ('paid', 'past_due')) AS lines,
(SELECT CAST(count(*) AS INTEGER) FROM subscription WHERE ${runs} AND status = 'past_due' AND coalesce(past_due_since, start) <= ${today}) AS past_due,
(SELECT strftime(min(renewal_date), '%Y-%m-%d') FROM subscription WHERE ${runs} AND coalesce(status, 'paid') IN ('paid', 'past_due') AND "end" IS NULL AND renewal_date >= ${today}) AS renews,
(SELECT CASE WHEN bool_and("end" IS NOT NULL) THEN strftime(max("end"), '%Y-%m-%d') END FROM subscription WHERE ${runs} AND coalesce(status, 'paid') IN ('paid', 'past_due')) AS ends`,
  values: [account, asOf, zone],
})

/**
 * What happened to one account, newest first: columns at (milliseconds), kind, id, says and more. Events are told once, when the account first did each;
 * the rest of its use stands in its weeks.
 */
export const accountHappenings = (account: string, asOf: string): EventSql => ({
  text: `SELECT * FROM (
SELECT epoch_ms(min(ts)) AS at, 'firstUse' AS kind, name AS id, name AS says, CAST(count(*) AS VARCHAR) AS more FROM event WHERE account_id = $1 AND ts <= $2::TIMESTAMP GROUP BY name
UNION ALL SELECT epoch_ms(created_at), 'ticket', id, coalesce(area, 'Ticket'), concat_ws(', ', priority, CASE WHEN resolved_at IS NULL OR resolved_at > $2::TIMESTAMP THEN 'open' ELSE 'resolved' END) FROM ticket WHERE account_id = $1 AND created_at <= $2::TIMESTAMP AND merged_into IS NULL
UNION ALL SELECT epoch_ms(CAST(start AS TIMESTAMP)), 'subscriptionStart', id, coalesce(plan_id, product_id, id), CASE WHEN quantity IS NULL THEN '' ELSE concat(CAST(quantity AS INTEGER), ' units') END FROM subscription WHERE account_id = $1 AND CAST(start AS TIMESTAMP) <= $2::TIMESTAMP
UNION ALL SELECT epoch_ms(CAST("end" AS TIMESTAMP)), 'subscriptionEnd', id, coalesce(plan_id, product_id, id), coalesce(cancel_reason, '') FROM subscription WHERE account_id = $1 AND CAST("end" AS TIMESTAMP) <= $2::TIMESTAMP
UNION ALL SELECT epoch_ms(ts), 'survey', id, upper(instrument), concat(CAST(score AS INTEGER), ' of ', CAST(scale_max AS INTEGER)) FROM survey_response WHERE account_id = $1 AND ts <= $2::TIMESTAMP
UNION ALL SELECT epoch_ms(CAST("on" AS TIMESTAMP)), 'churnNote', id, coalesce(reason, 'No reason given'), '' FROM churn_event WHERE account_id = $1 AND CAST("on" AS TIMESTAMP) <= $2::TIMESTAMP
UNION ALL SELECT epoch_ms(impact_start), 'incident', id, coalesce(area, service_id, id), severity FROM incident WHERE list_contains(account_ids, $1) AND impact_start <= $2::TIMESTAMP AND merged_into IS NULL
) told ORDER BY told."at" DESC LIMIT 400`,
  values: [account, asOf],
})

/** The events of one person or one account, newest first: columns at (milliseconds), name, props. */
export const latestEvents = (column: 'account_id' | 'user_id', id: string, asOf: string): EventSql => ({
  text: `SELECT epoch_ms(ts) AS at, name, account_id AS account, user_id AS person, CAST(props AS VARCHAR) AS props FROM event WHERE ${column} = $1 AND ts <= $2::TIMESTAMP ORDER BY ts DESC, event_id LIMIT 200`,
  values: [id, asOf],
})

/** What proves the use of each feature: columns id, name, core_event, min_count and eligible_rule. */
export const featureRows: EventSql = { text: 'SELECT id, name, core_event, min_count, eligible_rule FROM feature ORDER BY id', values: [] }
