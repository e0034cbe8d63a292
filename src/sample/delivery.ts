import type { Customer } from './customer.ts'
import type { Random } from './random.ts'
import type { Values } from './revenueFacts.ts'
import { addDays, at, daysBetween, isWorkday, later, type Timeline } from './timeline.ts'

const services = [
  { id: 'core-api', name: 'Core requests answered', tier: '1', target: 0.999, daily: 410_000, area: 'Core' },
  { id: 'insights-query', name: 'Insights answers within 5 s', tier: '2', target: 0.99, daily: 38_000, area: 'Insights' },
  { id: 'connect-sync', name: 'Connect syncs on time', tier: '2', target: 0.995, daily: 52_000, area: 'Connect' },
  { id: 'identity', name: 'Sign-ins that succeed', tier: '1', target: 0.999, daily: 26_000, area: 'Identity' },
] as const
const teams = ['Core apps', 'Insights', 'Connect', 'Platform', 'Identity'] as const
const states = ['idea', 'accepted', 'started', 'released'] as const
/** The number of the certificate rotation; earlier incidents count down from it, later ones up. */
const rotationNumber = 212

export function* sloRows(): Iterable<Values> {
  for (const { id, name, tier, target } of services) yield { id: `${id}-slo`, service_id: id, name, tier, target, window_days: 30, window_kind: 'calendar' }
}

/** Daily counts of good and valid events in two years; sign-ins break their promise in the weeks after the certificate rotation. */
export function* sliRows(time: Timeline, draw: Random): Iterable<Values> {
  const first = time.day(-23, 1)
  const [rotated, mended] = [time.day(-1, 24), time.day(0, 6)]
  for (let index = 0; index < daysBetween(first, time.today); index++) {
    const date = addDays(first, index)
    for (const { id, target, daily } of services) {
      const valid = Math.round(daily * (isWorkday(date) ? 1 : 0.3) * (0.94 + 0.12 * draw.next()))
      const broken = id === 'identity' && date >= rotated && date < mended
      const spike = draw.chance(0.012) ? 4 * draw.next() : 0
      const share = broken ? 0.006 * (0.7 + 0.6 * draw.next()) : (1 - target) * (0.25 + 0.35 * draw.next() + spike)
      yield { slo_id: `${id}-slo`, start: at(date, 0), end: at(addDays(date, 1), 0), good: valid - Math.round(valid * share), valid }
    }
  }
}

/** What failed until the certificate rotation, the rotation itself, and what failed since the last closed month. Of yesterday nothing is told: it may still run. */
export function incidentRows(customers: readonly Customer[], time: Timeline, draw: Random): Values[] {
  const daysOf = (from: string, to: string): string[] =>
    Array.from({ length: daysBetween(from, to) }, (_, index) => addDays(from, index)).filter(() => draw.chance(0.045))
  const before = daysOf(time.day(time.first, 1), time.day(-1, 24))
  const rows = before.map((date, index) => incident(rotationNumber - before.length + index, date, draw))
  const since = daysOf(time.day(1, 1), addDays(time.today, -1))
  return [...rows, rotation(customers, time), ...since.map((date, index) => incident(rotationNumber + 1 + index, date, draw))]
}

function incident(n: number, date: string, draw: Random): Values {
  const area = draw.pick(services)
  const start = at(date, draw.int(0, 1300))
  const minutes = draw.int(12, 240)
  const severity = draw.next() < 0.04 ? 'p0' : draw.next() < 0.28 ? 'p1' : draw.next() < 0.6 ? 'p2' : 'p3'
  const maintenance = severity === 'p3' && draw.chance(0.3)
  return {
    id: `INC-${n}`,
    severity,
    impact_start: start,
    impact_end: later(start, minutes),
    detected_at: later(start, draw.int(1, 11)),
    resolved_at: later(start, minutes + 10),
    accounts_affected: draw.int(1, 60),
    area: area.area,
    service_id: area.id,
    customer_impacting: severity !== 'p3',
    maintenance,
  }
}

/** The incident of the story: sign-in fails for the accounts on single sign-on for twelve days. */
function rotation(customers: readonly Customer[], time: Timeline): Values {
  const [start, mended] = [at(time.day(-1, 24), 372), time.day(0, 6)]
  const hit = customers.filter((customer) => customer.sso).map((customer) => customer.id)
  return {
    id: `INC-${rotationNumber}`,
    severity: 'p1',
    impact_start: start,
    impact_end: at(mended, 610),
    detected_at: later(start, 47),
    resolved_at: at(mended, 640),
    accounts_affected: hit.length,
    account_ids: hit,
    area: 'Identity',
    service_id: 'identity',
    customer_impacting: true,
    maintenance: false,
  }
}

export function* releaseRows(time: Timeline, draw: Random): Iterable<Values> {
  for (let month = time.first; month <= time.open; month++) {
    for (const [product, area] of [
      ['core', 'Core'],
      ['insights', 'Insights'],
      ['connect', 'Connect'],
    ] as const) {
      const date = time.day(month, draw.int(2, 26))
      if (date < time.today)
        yield {
          id: `${product}-${time.month(month)}`,
          product_id: product,
          area,
          name: `${area} ${time.month(month)}`,
          released_at: at(date, 600),
          first_commit_at: at(addDays(date, -draw.int(6, 30)), 600),
          tier: draw.chance(0.2) ? '2' : '3',
        }
    }
  }
  yield {
    id: 'self-service-sso',
    product_id: 'core',
    area: 'Identity',
    name: 'Self-service single sign-on',
    released_at: at(time.day(-3, 14), 480),
    first_commit_at: at(time.day(-6, 3), 600),
    tier: '1',
  }
  yield {
    id: 'shared-home',
    product_id: 'core',
    area: 'Core',
    name: 'Shared home',
    released_at: at(time.day(-7, 9), 480),
    first_commit_at: at(time.day(-11, 12), 600),
    tier: '1',
  }
  yield {
    id: 'alerts-beta',
    product_id: 'insights',
    area: 'Insights',
    name: 'Alerts for teams, beta',
    released_at: at(time.day(-1, 15), 480),
    first_commit_at: at(time.day(-4, 2), 600),
    tier: '2',
  }
}

/** About 26 pieces of work a month for two years, from idea to release; Platform takes longer since month −3. */
export function* workRows(time: Timeline, draw: Random): Iterable<Values> {
  let count = 0
  for (let month = -23; month <= time.open; month++) {
    for (let n = 0; n < 26; n++) {
      count += 1
      const team = draw.pick(teams)
      const slow = team === 'Platform' && month >= -3 ? 2.1 : 1
      yield* journey(`W-${count}`, team, time.day(month, draw.int(1, 27)), slow, time, draw)
    }
  }
}

function* journey(item: string, team: string, born: string, slow: number, time: Timeline, draw: Random): Iterable<Values> {
  const level = draw.chance(0.12) ? 'epic' : 'story'
  let date = born
  let from: string | null = null
  for (const to of states) {
    if (date >= time.today) return
    yield {
      item_id: item,
      title: `${level === 'epic' ? 'Epic' : 'Story'} ${item.slice(2)} of ${team}`,
      level,
      team_id: team,
      from_state: from,
      to_state: to,
      at: at(date, draw.int(500, 1050)),
      actor_id: `${team.toLowerCase().replaceAll(' ', '-')}-lead`,
      batch: false,
      parked: false,
    }
    from = to
    date = addDays(date, Math.max(1, Math.round((level === 'epic' ? 24 : 9) * slow * Math.exp(0.6 * draw.normal()))))
  }
}
