import { garwood } from '../../numbers/intervals.ts'
import { dayNumber, periodEnd } from '../../numbers/dates.ts'
import { keeper, nameOf } from '../../numbers/once.ts'
import { secondsOf } from '../activity/activity.ts'
import { ticketRows } from '../dialect/tickets.ts'
import { groupOf, nothing, type Figure, type Point } from '../series/figure.ts'
import { spansOf, type Timing } from '../series/timing.ts'
import { kaplanMeier, quantile } from '../survival/kaplanMeier.ts'
import { accountsOf, type Accounts } from './accounts.ts'
import { exposureOf } from './exposure.ts'
import { between, type Stretch } from './inSpans.ts'
import { peopleOf, peopleReads } from './people.ts'
import { seenIn } from './seen.ts'
import { monthsAlone } from './grains.ts'
import type { Asked, Behind, Given, Row, Way } from './way.ts'

/** A month that tickets are counted in: its ends, the base that they are divided by, and what they are divided by besides. */
interface Month {
  readonly key: string
  readonly from: number
  readonly to: number
  readonly activeUsers: number | null
  /** Mean of opening and closing MRR, in units of the currency. */
  readonly mrr: number | null
}

/**
 * Tickets created in a month for each account that paid, by days paid, with Garwood's interval (kpis.md 4.10). Merged and internal tickets drop out;
 * deflected contacts are told apart. Parts: urgent (P1 and P2) for each account, all for each active person and for each thousand of MRR, hours to the first
 * answer by Kaplan–Meier (unanswered ones wait on).
 */
export const tickets: Way<object> = {
  counts: () => 'ticket',
  ledger: 'ownAccounts',
  pairs: 'accounts',
  untold: monthsAlone,
  activity: true,
  reads: (_, { time }) => {
    const { from, to } = yearsAround(time)
    return { ...peopleReads, tickets: ticketRows(from, to) }
  },
  figures: (_, asked, given) => {
    const months = measured(asked, given)
    const { counted, deflected, dropped, accounts } = ticketsIn(given)
    const exposure = exposureOf(asked.by, given)
    const pointsOver = (own: readonly Ticket[], group: string | null): Point[] =>
      months.map((month) => ({
        period: month.key,
        mature: true,
        ...figureOf(within(own, month), exposure(month.key, group), month, group === null ? within(deflected, month).length : null),
      }))
    const { by, time } = asked
    const keyOf = ({ row }: Ticket): string =>
      by?.of === 'account' ? accounts.attribute(String(row['account_id']), by.column) : String(row[by?.column ?? ''] ?? '(none)')
    const all = { from: months[0]?.from ?? 0, to: months.at(-1)?.to ?? 0 }
    const byKey = by && keptGroups(counted, JSON.stringify(by), () => [...Map.groupBy(counted, keyOf)].toSorted(([a], [b]) => (a < b ? -1 : 1)))
    const leftOut = within(dropped, all).length
    const told = within(deflected, all).length
    return {
      points: pointsOver(counted, null),
      ...(byKey
        ? { groups: byKey.filter(([, some]) => within(some, all).length > 0).map(([key, some]) => groupOf(key, pointsOver(some, key), time.headline)) }
        : {}),
      text: ticketRows('start', 'stop').text,
      notes: [
        ...(leftOut > 0 ? [`${leftOut} merged or internal tickets are left out.`] : []),
        ...(told > 0 ? [`${told} contacts that were answered without a ticket are told apart, not counted.`] : []),
      ],
    }
  },
  behind: (_, asked, given, period) => {
    const months = measured(asked, given)
    const { counted, accounts } = ticketsIn(given)
    const month = months.find(({ key }) => key === period)
    const own = month ? within(counted, month) : []
    return [...Map.groupBy(own, ({ row }) => String(row['account_id']))]
      .map(([account, rows]): Behind => {
        const name = accounts.get(account)?.['name']
        const urgent = rows.filter(isUrgent).length
        return {
          account,
          name: typeof name === 'string' ? name : null,
          opening: null,
          closing: rows.length,
          change: null,
          movement: urgent > 0 ? `${urgent} urgent` : null,
          reason: null,
        }
      })
      .toSorted((a, b) => (b.closing ?? 0) - (a.closing ?? 0))
  },
}

const monthsOf = (time: Timing): ReturnType<typeof spansOf> => spansOf({ ...time, window: null })

/** Tickets are read for whole years, and some to come: the same for years, so that another as-of day reads them no second time. */
function yearsAround(time: Timing): { readonly from: string; readonly to: string } {
  const spans = monthsOf(time)
  const year = (instant: string | undefined): number => Number((instant ?? time.asOf).slice(0, 4))
  const last = Math.floor(year(spans.at(-1)?.stop) / 4) * 4 + 4
  const at = (own: number): string => `${String(own).padStart(4, '0')}-01-01 00:00:00`
  return { from: at(Math.min(year(spans[0]?.start), last - 8)), to: at(last) }
}

const isUrgent = ({ row }: Ticket): boolean => row['priority'] === 'p1' || row['priority'] === 'p2'
const isDeflected = ({ row }: Ticket): boolean =>
  [row['channel'], row['status']].some((word) => typeof word === 'string' && /^deflected$|^self[-_ ]?service$/i.test(word))

/** A ticket with its instants in seconds since 2000; `answered` is null while it waits. */
interface Ticket {
  readonly row: Row
  readonly at: number
  readonly answered: number | null
}

const toTicket = (row: Row): Ticket => ({
  row,
  at: secondsOf(String(row['created_at'])),
  answered: typeof row['first_response_at'] === 'string' ? secondsOf(row['first_response_at']) : null,
})

/** All that were read, in the order of time. */
interface Tickets {
  readonly counted: readonly Ticket[]
  readonly deflected: readonly Ticket[]
  readonly dropped: readonly Ticket[]
  readonly accounts: Accounts
}

const kept = keeper<readonly Row[], Tickets>(4)
const keptGroups = keeper<readonly Ticket[], readonly (readonly [string, readonly Ticket[]])[]>(4)

/** The tickets that were read, those of ourselves left out. */
function ticketsIn(given: Given): Tickets {
  return kept(given.rows('tickets'), nameOf(given.rows('account')), () => {
    const accounts = accountsOf(given.rows('account'))
    const all = given
      .rows('tickets')
      .map(toTicket)
      .filter(({ row, at }) => !Number.isNaN(at) && !accounts.isInternal(String(row['account_id'])))
      .toSorted((a, b) => a.at - b.at)
    const isCounted = ({ row }: Ticket): boolean => row['is_internal'] !== true && row['merged_into'] === null
    const own = all.filter(isCounted)
    return {
      counted: own.filter((one) => !isDeflected(one)),
      deflected: own.filter(isDeflected),
      dropped: all.filter((one) => !isCounted(one)),
      accounts,
    }
  })
}

/** The tickets of a stretch: of the same tickets the same list, so that what is told of a month that is over is told once. */
const within = (own: readonly Ticket[], { from, to }: Stretch<number>): readonly Ticket[] =>
  keptWithin(own, `${from} ${to}`, () => between(own, ({ at }) => at, { from, to }))

const keptWithin = keeper<readonly Ticket[], readonly Ticket[]>(64)

function measured({ time }: Asked, given: Given): Month[] {
  const people = peopleOf(given)
  const active = seenIn(people, time, 31, { by: 'actor', names: 'use', grouping: { of: 'none' }, key: '' }).figures('month', 0)
  const movements = new Map((given.ledger?.movements() ?? []).map((point) => [point.period, point]))
  return monthsOf(time).map(({ key, start, stop }): Month => {
    const point = movements.get(key)
    const last = periodEnd(key) < time.asOf ? periodEnd(key) : time.asOf
    return {
      key,
      from: secondsOf(start),
      to: secondsOf(stop),
      activeUsers: active(dayNumber(last)),
      mrr: point ? (point.opening + point.closing) / 2_000_000 : null,
    }
  })
}

const figureOf = (own: readonly Ticket[], exposure: number | null, month: Month, deflected: number | null): Figure =>
  keptFigures(own, JSON.stringify([exposure, month, deflected]), () => newFigure(own, exposure, month, deflected))

const keptFigures = keeper<readonly Ticket[], Figure>(2)

function newFigure(own: readonly Ticket[], exposure: number | null, month: Month, deflected: number | null): Figure {
  const n = own.length
  if (exposure === null || exposure <= 0) return { ...nothing('no_denominator'), numerator: n }
  const urgent = own.filter(isUrgent).length
  const waits = own.map(({ at, answered }) => {
    const isAnswered = answered !== null && answered < month.to
    return { time: Math.max(0, (isAnswered ? answered : month.to) - at) / 3600, ended: isAnswered }
  })
  const per = (base: number | null): number | null => (base !== null && base > 0 ? n / base : null)
  return {
    value: n / exposure,
    interval: garwood(n, exposure),
    numerator: n,
    denominator: exposure,
    n: Math.round(exposure),
    parts: {
      urgent: urgent / exposure,
      urgentTickets: urgent,
      perActiveUser: per(month.activeUsers),
      perThousandOfMrr: per(month.mrr === null ? null : month.mrr / 1000),
      hoursToFirstResponse: quantile(kaplanMeier(waits), 0.5)?.time ?? null,
      ...(deflected === null ? {} : { deflected }),
    },
  }
}
