import { capital } from '#engines/numbers/capital.ts'
import { spanOf } from '#engines/numbers/timeline.ts'
import * as metrics from '#metrics'
import { isMetric, isRecord, recordsIn, type AnyRow } from '#kernel'
import { initiative } from '#objects'
import { projected, type Audience } from './audiences.ts'

/** A bet as an audience sees it. A property that the audience may not see is not there at all. */
export interface SharedBet {
  readonly title: string
  /** The stage in words: public ones for those outside of Product. */
  readonly label: string
  readonly horizon: Horizon
  /** A timeframe of honest precision; for customers and GTM the approved one. */
  readonly when: string | null
  readonly benefit: string | null
  readonly key?: string
  readonly owner?: string | null
  readonly teams?: readonly string[]
  readonly investment?: string | null
  /** Person-weeks. */
  readonly effort?: number | null
  /** From 0 to 1. */
  readonly confidence?: number | null
  readonly forecast?: { readonly half: string; readonly likely: string } | null
  /** The month by which an approved date is met with a chance of 85 %. */
  readonly likelyBy?: string | null
  readonly hardDate?: string | null
  readonly outcome?: readonly Outcome[]
  readonly value?: { readonly amount: number; readonly currency: string } | null
}

export interface Outcome {
  /** The metric by its name. */
  readonly metric: string
  readonly baseline: number | null
  readonly target: number
  readonly by: string
}

export type Horizon = 'now' | 'next' | 'later'
export const horizons: readonly { readonly id: Horizon; readonly says: string }[] = [
  { id: 'now', says: 'Now' },
  { id: 'next', says: 'Next' },
  { id: 'later', says: 'Later' },
]

/** The open bets as an audience sees them, in an order that follows from what they see. `nameOf` says who an owner is. */
export function betsFor(rows: readonly AnyRow[], audience: Audience, nameOf: (member: string) => string | null): readonly SharedBet[] {
  const open = rows.filter((row) => !row.archivedAt && !initiative.isOver(row['stage']))
  const bets = open.flatMap((row) => {
    const known = projected(row, audience)
    return known ? [betOf(known, nameOf)] : []
  })
  return bets
    .map((bet) => ({ bet, by: orderOf(bet) }))
    .toSorted((a, b) => (a.by < b.by ? -1 : a.by > b.by ? 1 : 0))
    .map(({ bet }) => bet)
}

/** By horizon, then by time, then by words: nothing that is hidden moves a bet. */
const orderOf = (bet: SharedBet): string =>
  JSON.stringify([horizons.findIndex(({ id }) => id === bet.horizon), spanOf(bet.when)?.start ?? '9999', bet.title.toLowerCase(), bet])

function betOf(known: Readonly<Record<string, unknown>>, nameOf: (member: string) => string | null): SharedBet {
  const story = isRecord(known['story']) ? known['story'] : null
  const horizon = horizons.find(({ id }) => id === known['horizon'])?.id ?? 'later'
  const inside = 'timeframe' in known
  const has = <T>(name: string, make: (value: unknown) => T): Record<string, T> => (name in known ? { [name]: make(known[name]) } : {})
  return {
    title: textOf(story && !('key' in known) ? story['title'] : known['title']) ?? 'Untitled',
    label: textOf(known['label']) ?? inWords(known['stage']),
    horizon,
    when: inside ? (horizon === 'later' ? null : textOf(known['timeframe'])) : textOf(story?.['window']),
    benefit: textOf(story?.['benefit']),
    ...has('key', String),
    ...has('owner', (value) => (typeof value === 'string' ? nameOf(value) : null)),
    ...has('teams', (value) => (Array.isArray(value) ? value.map(String) : [])),
    ...has('investment', textOf),
    ...has('effort', (value) => numberIn(value, 'likely')),
    ...has('confidence', (value) => (typeof value === 'number' ? value : null)),
    ...has('forecast', (value) => (horizon !== 'later' && isRecord(value) ? { half: String(value['half']), likely: String(value['likely']) } : null)),
    ...has('likelyBy', textOf),
    ...has('hardDate', (value) => (isRecord(value) ? textOf(value['on']) : null)),
    ...has('outcome', outcomesOf),
    ...has('value', amountOf),
  }
}

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)
const numberIn = (value: unknown, name: string): number | null => (isRecord(value) && typeof value[name] === 'number' ? value[name] : null)
const inWords = (stage: unknown): string => {
  const said = String(stage ?? '')
  return capital(said)
}

function amountOf(value: unknown): SharedBet['value'] {
  const likely = isRecord(value) && isRecord(value['likely']) ? value['likely'] : null
  return likely ? { amount: Number(likely['amount']), currency: String(likely['currency']) } : null
}

function outcomesOf(value: unknown): readonly Outcome[] {
  const each = recordsIn(value)
  return each.map((one) => ({
    metric: nameOfMetric(String(one['metric'])),
    baseline: numberIn(one, 'baseline'),
    target: Number(one['target']),
    by: String(one['by']),
  }))
}

const names: ReadonlyMap<string, string> = new Map(
  Object.entries(metrics).flatMap(([file, words]) =>
    Object.entries(words).flatMap(([name, metric]) => (name === file && isMetric(metric) ? [[kebab(name), metric.name] as const] : [])),
  ),
)
const nameOfMetric = (key: string): string => names.get(key) ?? key.replaceAll('-', ' ')
function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}
