import { collector } from '../../columns/collect.ts'
import { noGroups } from '../../columns/where.ts'
import { frameOf } from '../../frame.ts'
import type { CohortDef, CohortRule } from '../../query/cohort.ts'
import { readQuery } from '../../query/resolve.ts'
import type { EventSel, Range, Where } from '../../query/parts.ts'
import { conditionsOf, isIn, isOf, mostNamed, rowsOf, unsupported, type SqlFrame } from './rows.ts'

type Column = 'person' | 'account'

/** A cohort on its way into a condition: the frame of the question, whom the cohort counts, and the cohorts that are being written. */
interface Written {
  readonly own: SqlFrame
  readonly def: CohortDef
  readonly column: Column
  readonly open: ReadonlySet<string>
}

const nothing = collector().events()

/** The question with the cohorts of its filter, judged as of its own day. */
export function withCohorts(own: SqlFrame): SqlFrame {
  const { query } = own.frame
  const cohorts = conditionsOf(query).flatMap((one) => ('cohort' in one ? [`${one.not ? 'NOT ' : ''}${inCohort(own, one.cohort)}`] : []))
  if (cohorts.length > 0 && query.kind === 'adoption') throw unsupported('where', 'adoption within a cohort')
  return { ...own, cohorts }
}

/**
 * The condition that a row is of somebody in a cohort, as a kernel judges it (kernels/cohort.ts): who did, or did not, is told by a grouping on the server, so that no list
 * of members is sent. A sequence, a cell of an answer and a condition on properties are left to the kernels. Who was not there yet is left out once, around the whole rule: within it, a
 * kernel asks the same at every node. A cohort of names alone asks nothing of the kind, and one within another is asked only of those who were there.
 */
function inCohort(own: SqlFrame, name: string, open: ReadonlySet<string> = new Set()): string {
  const def = own.place.cohorts?.get(name)
  if (!def || open.has(name)) throw unsupported('where', 'a cohort that is not known, or asks for itself') // the kernels say which
  const column = columnOf(def)
  const rule = ruled(def.def, { own, def, column, open: new Set([...open, name]) })
  return open.size > 0 || 'ids' in def.def ? `(${column} != '' AND ${rule})` : `(${column} != '' AND ${wasThere(own, column)} AND ${rule})`
}

function columnOf({ actor }: CohortDef): Column {
  if (actor === 'person') return 'person'
  if (typeof actor === 'object' && actor.group === 'account') return 'account'
  throw unsupported('where', 'a cohort of anything but persons and accounts')
}

function ruled(rule: CohortRule, written: Written): string {
  const { column } = written
  if ('ids' in rule) {
    if (rule.ids.length > mostNamed) throw unsupported('where', `a cohort of more than ${mostNamed} names`)
    return isIn(column, rule.ids, false)
  }
  if ('all' in rule) return `(${rule.all.map((each) => ruled(each, written)).join(' AND ')})`
  if ('any' in rule) return `(${rule.any.map((each) => ruled(each, written)).join(' OR ')})`
  if ('not' in rule) return `NOT (${ruled(rule.not, written)})`
  if ('did' in rule) return acted(written, rule.did, rule.in, rule.op, rule.times)
  if ('notDid' in rule) return acted(written, rule.notDid, rule.in, 'lte', 0)
  if ('where' in rule) return grouped(rule.where, written)
  throw unsupported('where', 'a cohort by a sequence or by a cell')
}

/** Whoever has a row in the answer was there by then, unless it is said that they came to be later. */
function wasThere({ place, frame }: SqlFrame, column: Column): string {
  const later = (place[column === 'person' ? 'persons' : 'accounts'] ?? []).filter(({ created }) => created !== null && created > frame.asOf)
  if (later.length > mostNamed) throw unsupported('where', `a cohort of a day before more than ${mostNamed} came to be`)
  return isIn(
    column,
    later.map(({ id }) => id),
    true,
  )
}

const operators = { gte: '>=', lte: '<=', eq: '=' } as const

/** Who did something so many times. Whoever never did it is in no grouping: where that is enough, those who did it another number of times are left out instead. */
function acted({ own, def, column }: Written, sel: EventSel, range: Range, op: keyof typeof operators, times: number): string {
  const { asOf, query } = own.frame
  const asked = readQuery({ kind: 'stickiness', sel: { event: sel.event }, actor: def.actor, range, tz: def.tz, internal: query.internal })
  const frame = frameOf(nothing, asked, asOf, noGroups)
  const rows = rowsOf({ ...own, frame, among: [], cohorts: [] }, column, `${isOf({ ...own, frame }, sel, 'where')} AND ${column} != ''`, frame.span)
  const holds = `count() ${operators[op]} ${times}`
  const isNever = op === 'gte' ? times === 0 : op === 'lte' ? true : times === 0
  return `${column} GLOBAL ${isNever ? 'NOT IN' : 'IN'} (${rows} GROUP BY ${column} HAVING ${isNever ? `NOT (${holds})` : holds})`
}

/** A condition of nothing but groups of the same kind. */
function grouped(where: Where, written: Written): string {
  const { own, column, open } = written
  if ('all' in where) return `(${where.all.map((each) => grouped(each, written)).join(' AND ')})`
  if ('any' in where) return `(${where.any.map((each) => grouped(each, written)).join(' OR ')})`
  if ('cohort' in where) {
    const def = own.place.cohorts?.get(where.cohort)
    if (def && columnOf(def) !== column) throw unsupported('where', 'a cohort of the other kind within a cohort')
    return `${where.not ? 'NOT ' : ''}${inCohort(own, where.cohort, open)}`
  }
  if ('segment' in where) {
    const segment = own.place.segments?.get(where.segment)
    if (!segment || column !== 'account') throw unsupported('where', 'a segment that is not known, or of the other kind, within a cohort')
    if (segment.accounts.length > mostNamed) throw unsupported('where', `a filter by more than ${mostNamed} accounts`)
    return isIn('account', segment.accounts, where.not)
  }
  if ('not' in where) return `NOT (${grouped(where.not, written)})`
  throw unsupported('where', 'a cohort by properties')
}
