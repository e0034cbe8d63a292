/**
 * A small company as its tools export it: five CSV files with other tools' headings, made from a seed, ending with the last closed month.
 * What is wrong with them is planted, so that each fault has a known count.
 */
export interface Exports {
  readonly files: readonly { readonly name: string; readonly mimeType: string; readonly buffer: Buffer }[]
  /** Rows of all five files, without their headings. */
  readonly rows: number
  readonly planted: typeof planted
  /** Net revenue retention of the last closed month, counted here from the same rows in another way. */
  readonly nrr: number
  /** Monthly recurring revenue at the end of the last closed month. */
  readonly mrr: number
  /** The last closed month, such as 2026-10. */
  readonly month: string
}

/** How many rows carry each fault. */
const planted = { repeatedUsage: 3, endsBeforeStart: 1, usageOutside: 5, ticketBeforeAccount: 4, churnedButPaying: 2 }

const months = 24
const accounts = 60
const features = ['reports', 'alerts', 'exports', 'dashboards']
const csv = (heading: string, rows: readonly (readonly (string | number)[])[]): string => `${heading}\n${rows.map((row) => row.join(',')).join('\n')}\n`

/** `today` is a day such as 2026-11-22; `raise` changes the price of one account from the last closed month on, as a later export would. */
export function exportsOf(today: string, { raise = 0 } = {}): Exports {
  const last = monthBefore(today.slice(0, 7), 1)
  const start = monthBefore(last, months - 1)
  const random = seeded(20_261)
  const subscriptions = revenue(start, random, raise, last)
  const tables = {
    accounts: accountRows(start),
    subscriptions: [...subscriptions.map(toRow), ['S-broken', 'A-010', `${last}-20`, `${last}-10`, 'Pro', 10, 500, 'FALSE', 'FALSE']],
    churn_events: churnRows(subscriptions, last),
    feature_usage: usageRows(subscriptions, start, random),
    support_tickets: ticketRows(start, random),
  }
  const files = Object.entries(tables).map(([name, rows]) => ({
    name: `${name}.csv`,
    mimeType: 'text/csv',
    buffer: Buffer.from(csv(headings[name] ?? '', rows)),
  }))
  const mrrOf = (month: string, account?: string) =>
    subscriptions
      .filter((one) => (!account || one.account === account) && one.from <= `${month}-28` && (one.to === '' || one.to > `${month}-28`))
      .reduce((sum, { mrr }) => sum + mrr, 0)
  const before = monthBefore(last, 12)
  const cohort = [...new Set(subscriptions.map(({ account }) => account))].filter((account) => mrrOf(before, account) > 0)
  return {
    files,
    rows: Object.values(tables).reduce((sum, rows) => sum + rows.length, 0),
    planted,
    nrr: cohort.reduce((sum, account) => sum + mrrOf(last, account), 0) / mrrOf(before),
    mrr: mrrOf(last),
    month: last,
  }
}

const headings: Readonly<Record<string, string>> = {
  accounts: 'account_id,account_name,industry,country,signup_date,plan_tier,seats',
  subscriptions: 'subscription_id,account_id,start_date,end_date,plan_tier,seats,mrr_amount,is_trial,churn_flag',
  churn_events: 'churn_event_id,account_id,churn_date,reason_code,feedback_text',
  feature_usage: 'usage_id,subscription_id,usage_date,feature_name,usage_count',
  support_tickets: 'ticket_id,account_id,submitted_at,closed_at,priority,satisfaction_score',
}

interface Subscription {
  readonly id: string
  readonly account: string
  readonly from: string
  readonly to: string
  readonly mrr: number
}
const toRow = ({ id, account, from, to, mrr }: Subscription) => [
  id,
  account,
  from,
  to,
  mrr > 900 ? 'Enterprise' : 'Pro',
  Math.ceil(mrr / 40),
  mrr,
  'FALSE',
  to === '' ? 'FALSE' : 'TRUE',
]
const named = (index: number): string => `A-${String(index).padStart(3, '0')}`

/** Every account starts on the first of a month; a third grows once, a tenth shrinks, a tenth leaves; the last six came this year. One grows and one shrinks in the last month. */
function revenue(start: string, random: () => number, raise: number, last: string): readonly Subscription[] {
  return Array.from({ length: accounts }, (_none, index) => {
    const account = named(index)
    const isLate = index >= 54
    const from = `${monthAfter(start, isLate ? 15 : index < 30 ? 0 : Math.floor(random() * 12))}-01`
    const mrr = 200 + Math.floor(random() * 20) * 50
    const turn = index === 5 || index === 9 ? `${last}-01` : `${monthAfter(start, 13 + Math.floor(random() * 9))}-01`
    const fate = index % 10
    const one = (id: string, begins: string, ends: string, price: number): Subscription => ({
      id: `S-${String(index).padStart(3, '0')}${id}`,
      account,
      from: begins,
      to: ends,
      mrr: price,
    })
    if (index === 1 && raise > 0) return [one('a', from, `${last}-01`, mrr), one('b', `${last}-01`, '', mrr + raise)]
    if (isLate) return [one('a', from, '', mrr)]
    if (fate === 0 && index > 10) return [one('a', from, turn, mrr)]
    if (fate === 9) return [one('a', from, turn, mrr), one('b', turn, '', Math.round(mrr / 2))]
    if (fate % 3 === 2) return [one('a', from, turn, mrr), one('b', turn, '', mrr + 150)]
    return [one('a', from, '', mrr)]
  }).flat()
}

const accountRows = (start: string): readonly (readonly (string | number)[])[] =>
  Array.from({ length: accounts }, (_none, index) => [
    named(index),
    `Northwind ${index}`,
    ['Logistics', 'Health', 'Retail'][index % 3] ?? '',
    ['DE', 'US', 'FR', 'GB'][index % 4] ?? '',
    `${start}-01`,
    index % 4 === 0 ? 'Enterprise' : 'Pro',
    10 + index,
  ])

/** Those who left, and two who are said to have left and still pay. */
function churnRows(subscriptions: readonly Subscription[], last: string): readonly (readonly string[])[] {
  const open = new Set(subscriptions.filter(({ to }) => to === '').map(({ account }) => account))
  const left = subscriptions.filter(({ account, to }) => to !== '' && !open.has(account))
  const real = left.map(({ account, to }, index) => [`C-${index}`, account, to, 'pricing', 'too expensive'])
  return [...real, ...Array.from({ length: planted.churnedButPaying }, (_none, index) => [`C-p${index}`, named(3 + index), `${last}-05`, 'support', ''])]
}

function usageRows(subscriptions: readonly Subscription[], start: string, random: () => number): readonly (readonly (string | number)[])[] {
  const paying = subscriptions.filter(({ to }) => to === '')
  const rows = Array.from({ length: 1500 }, (_none, index) => {
    const one = paying[index % paying.length]
    const day = 1 + Math.floor(random() * 27)
    const month = monthAfter((one?.from ?? start).slice(0, 7), Math.floor(random() * 6))
    return [
      `U-${index}`,
      one?.id ?? '',
      `${month < monthAfter(start, 23) ? month : monthAfter(start, 23)}-${String(day).padStart(2, '0')}`,
      features[index % features.length] ?? '',
      1 + (index % 9),
    ]
  })
  const repeated = rows.slice(0, planted.repeatedUsage).map(([id, subscription, day, feature]) => [id ?? '', subscription ?? '', day ?? '', feature ?? '', 99])
  const outside = Array.from({ length: planted.usageOutside }, (_none, index) => [
    `U-o${index}`,
    paying[index]?.id ?? '',
    `${monthBefore(start, 2)}-1${index}`,
    'reports',
    1,
  ])
  return [...rows, ...repeated, ...outside]
}

function ticketRows(start: string, random: () => number): readonly (readonly (string | number)[])[] {
  const rows = Array.from({ length: 240 }, (_none, index) => {
    const day = `${monthAfter(start, index % months)}-${String(2 + Math.floor(random() * 20)).padStart(2, '0')}`
    return [`T-${index}`, named(index % 30), `${day} 09:00`, `${day} 15:00`, ['low', 'high', 'urgent'][index % 3] ?? '', 1 + Math.ceil(random() * 4)]
  })
  const early = Array.from({ length: planted.ticketBeforeAccount }, (_none, index) => [
    `T-e${index}`,
    named(index),
    `${monthBefore(start, 3)}-07 09:00`,
    `${monthBefore(start, 3)}-07 15:00`,
    'low',
    '',
  ])
  return [...rows, ...early]
}

/** Numbers in [0, 1) from a seed (mulberry32, public domain). */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

function monthAfter(month: string, by: number): string {
  const [year = 0, number = 0] = month.split('-').map(Number)
  const index = year * 12 + number - 1 + by
  return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`
}
const monthBefore = (month: string, by: number): string => monthAfter(month, -by)
