import { garwood } from '../../numbers/intervals.ts'
import { dayNumber, periodEnd } from '../../numbers/dates.ts'
import { growing, keeper, once, sameList } from '../../numbers/once.ts'
import { secondsOf } from '../activity/activity.ts'
import { settledPriorities } from '../dialect/tickets.ts'
import { groupOf, nothing, type Figure, type Point } from '../series/figure.ts'
import { spansOf, type Timing } from '../series/timing.ts'
import { kaplanMeier, timeOf } from '../survival/kaplanMeier.ts'
import { accountsOf, type Accounts } from './accounts.ts'
import { exposureOf } from './exposure.ts'
import { between, type Stretch } from './inSpans.ts'
import { parting, type Parts } from './parting.ts'
import { peopleOf, peopleReads } from './people.ts'
import { seenIn } from './seen.ts'
import { monthsAlone } from './grains.ts'
import type { Asked, Behind, Given, Row, Split, Way } from './way.ts'

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
  reads: () => ({ ...peopleReads, tickets: { fact: 'ticket', columns: ticketColumns }, settled: settledPriorities }),
  figures: (_, asked, given) => {
    const months = measured(asked, given)
    const { counted, deflected, dropped, accounts } = ticketsIn(given)
    const exposure = exposureOf(asked.by, given)
    const { by, time } = asked
    const all = { from: months[0]?.from ?? 0, to: months.at(-1)?.to ?? 0 }
    const groups = by && months.map((month) => groupsOf(within(counted, month), by, accounts))
    const keys = groups && [...new Set(groups.flatMap((month) => [...month.keys()]))].toSorted()
    const pointsOver = (group: string | null): Point[] =>
      months.map((month, place) => {
        const own = group === null ? within(counted, month) : (groups?.[place]?.get(group) ?? none)
        const told = group === null ? within(deflected, month).length : null
        return { period: month.key, mature: true, ...figureOf(own, exposure(month.key, group), month, told) }
      })
    const leftOut = within(dropped, all).length
    const told = within(deflected, all).length
    return {
      points: pointsOver(null),
      ...(keys ? { groups: keys.map((key) => groupOf(key, pointsOver(key), time.headline)) } : {}),
      text: `ticket by created_at; its priority as it stood after seven days: ${settledPriorities.text}`,
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

const ticketColumns = [
  'source_id',
  'source_key',
  'id',
  'account_id',
  'created_at',
  'priority',
  'area',
  'channel',
  'status',
  'first_response_at',
  'merged_into',
  'is_internal',
]

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

/** A row that was read once is one ticket of each priority, among whatever others. */
const ticketAsIs = once(toTicket)
const keptSettled = keeper<Row, Ticket>(2)
const ticketOf = (row: Row, settled: string | undefined): Ticket =>
  settled === undefined ? ticketAsIs(row) : keptSettled(row, settled, () => toTicket({ ...row, priority: settled }))

const sourceOf = (row: Row): string => `${String(row['source_id'])}\u001f${String(row['source_key'])}`
const settledIn = once((rows: readonly Row[]) => new Map(rows.map((row) => [sourceOf(row), String(row['priority'])])))

const inTime = (a: Ticket, b: Ticket): number => {
  const [one, other] = [String(a.row['id']), String(b.row['id'])]
  return a.at - b.at || Number(one > other) - Number(one < other)
}

/** All that were read, in the order of time. */
interface Tickets {
  readonly counted: readonly Ticket[]
  readonly deflected: readonly Ticket[]
  readonly dropped: readonly Ticket[]
  readonly accounts: Accounts
}

const kept = growing<Row, Omit<Tickets, 'accounts'>>(2)
/** What the settled priorities say: they are asked for anew with every import, and mostly say the same. */
const saidOf = once((rows: readonly Row[]): string => JSON.stringify(rows.map((row) => [sourceOf(row), row['priority']])))
const none: readonly Ticket[] = []
const keptGroups = keeper<readonly Ticket[], Parts<Ticket>>(6)
const byAccount = parting<Ticket>(({ row }) => String(row['account_id']))

/** The tickets of a month by a dimension, their own or their account’s. */
const groupsOf = (own: readonly Ticket[], { of, column }: Split, accounts: Accounts): Parts<Ticket> =>
  of === 'account' ? byAccount(own, column, accounts) : keptGroups(own, column, () => Map.groupBy(own, ({ row }) => String(row[column] ?? '(none)')))

/** The tickets that were read, those of ourselves left out. */
function ticketsIn(given: Given): Tickets {
  const [accounts, settled] = [accountsOf(given.rows('account')), settledIn(given.rows('settled'))]
  const read = (rows: readonly Row[]): Omit<Tickets, 'accounts'> => {
    const all = rows
      .map((row) => ticketOf(row, settled.size > 0 ? settled.get(sourceOf(row)) : undefined))
      .filter(({ row, at }) => !Number.isNaN(at) && !accounts.isInternal(String(row['account_id'])))
      .toSorted(inTime)
    const isCounted = ({ row }: Ticket): boolean => row['is_internal'] !== true && row['merged_into'] === null
    const own = all.filter(isCounted)
    return {
      counted: own.filter((one) => !isDeflected(one)),
      deflected: own.filter(isDeflected),
      dropped: all.filter((one) => !isCounted(one)),
    }
  }
  const rows = given.rows('tickets')
  const key = `${accounts.ours} ${saidOf(given.rows('settled'))}`
  const both = (some: readonly Ticket[], more: readonly Ticket[]): readonly Ticket[] => {
    const [last, next] = [some.at(-1), more[0]]
    return !next ? some : !last || inTime(last, next) <= 0 ? some.concat(more) : [...some, ...more].toSorted(inTime)
  }
  const told = kept(
    rows,
    key,
    () => read(rows),
    (before, more) => {
      const { counted, deflected, dropped } = read(more)
      return { counted: both(before.counted, counted), deflected: both(before.deflected, deflected), dropped: both(before.dropped, dropped) }
    },
  )
  return { ...told, accounts }
}

/** The tickets of a stretch: the same list for the same ones, so that what is told of a month that is over is told once. */
const within = (own: readonly Ticket[], { from, to }: Stretch<number>): readonly Ticket[] =>
  keptWithin(own, `${from} ${to}`, () => sameTickets(between(own, ({ at }) => at, { from, to })))

const keptWithin = keeper<readonly Ticket[], readonly Ticket[]>(64)
const sameTickets = sameList<Ticket>(24)

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
  const { urgent, hours } = answeredBy(own, month.to)
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
      hoursToFirstResponse: hours,
      ...(deflected === null ? {} : { deflected }),
    },
  }
}

/** How many of some tickets are urgent, and the median of hours to the first answer as far as it was known at an instant: whatever they are divided by. */
const answeredBy = (own: readonly Ticket[], to: number): { readonly urgent: number; readonly hours: number | null } =>
  keptAnswered(own, String(to), () => {
    const waits = own.map(({ at, answered }) => {
      const isAnswered = answered !== null && answered < to
      return { time: Math.max(0, (isAnswered ? answered : to) - at) / 3600, ended: isAnswered }
    })
    return { urgent: own.filter(isUrgent).length, hours: timeOf(kaplanMeier(waits), 0.5) }
  })

const keptAnswered = keeper<readonly Ticket[], { readonly urgent: number; readonly hours: number | null }>(2)
