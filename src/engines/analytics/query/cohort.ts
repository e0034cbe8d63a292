import { QueryRefusal } from '../refusal.ts'
import { actor, duration, range, sel, where, type Actor, type Duration, type EventSel, type Range, type Where } from './parts.ts'
import { below, isRecord, list, one, or, record, text, whole, type Reader } from './read.ts'
import { passingIn } from './passing.ts'
import { readQuery } from './resolve.ts'
import type { Query } from './kinds.ts'

/** Who is in a cohort: by properties, by what they did or did not do, by a sequence, by a cell of a chart, by name, or by any mix of these. */
export type CohortRule =
  | { readonly did: EventSel; readonly op: 'gte' | 'eq' | 'lte'; readonly times: number; readonly in: Range }
  | { readonly notDid: EventSel; readonly in: Range }
  | { readonly sequence: readonly EventSel[]; readonly window: Duration; readonly in: Range }
  | { readonly cell: { readonly query: Query; readonly drill: string; readonly side: 'in' | 'dropped' } }
  | { readonly ids: readonly string[] }
  | { readonly all: readonly CohortRule[] }
  | { readonly any: readonly CohortRule[] }
  | { readonly not: CohortRule }
  | { readonly where: Where }

export interface CohortDef {
  readonly kind: 'cohort'
  readonly actor: Actor
  readonly refresh: 'live' | 'daily' | 'frozen'
  readonly def: CohortRule
  readonly tz: string
  readonly asOf: string | null
}

const side = or(one('in', 'dropped'), 'in')
const anyCell = record('A cell', { query: (value: unknown) => readQuery(value), drill: text, side })
const cell: typeof anyCell = (value, at) => {
  const read = anyCell(value, at)
  const passing = passingIn(read.query, read.drill)
  if (passing) throw new QueryRefusal(below(at, 'drill'), `“${read.drill}” ${passing.says}.`, passing.hint)
  return read
}

const rule: Reader<CohortRule> = (value, at) => {
  if (!isRecord(value))
    throw new QueryRefusal(at, 'a cohort’s rule is an object.', 'Write {"did": {"event": "export"}, "times": 3, "in": {"last": 4, "unit": "week"}}.')
  if ('did' in value) return record('“did”', { did: sel, op: or(one('gte', 'eq', 'lte'), 'gte'), times: or(whole(0, 1_000_000), 1), in: range })(value, at)
  if ('notDid' in value) return record('“notDid”', { notDid: sel, in: range })(value, at)
  if ('sequence' in value) return record('“sequence”', { sequence: list(sel, 2, 20), window: duration, in: range })(value, at)
  if ('cell' in value) return record('“cell”', { cell })(value, at)
  if ('ids' in value) return record('“ids”', { ids: list(text, 0, 1_000_000) })(value, at)
  if ('all' in value) return record('“all”', { all: list(rule, 1, 50) })(value, at)
  if ('any' in value) return record('“any”', { any: list(rule, 1, 50) })(value, at)
  if ('not' in value) return record('“not”', { not: rule })(value, at)
  if ('where' in value) return record('“where”', { where })(value, at)
  return { where: where(value, at) }
}

const shape = {
  kind: one('cohort'),
  actor: or(actor, { group: 'account' }),
  refresh: or(one('live', 'daily', 'frozen'), 'daily'),
  def: rule,
  tz: or(text, 'UTC'),
  asOf: or(text, null),
}

/** Reads a cohort’s definition. A bare list of ids is static; anything else is judged again whenever it is asked. */
export const readCohort = (value: unknown): CohortDef => record('A cohort', shape)(value, '')
