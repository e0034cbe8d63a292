import { collector } from '../../columns/collect.ts'
import { noGroups } from '../../columns/where.ts'
import { frameOf } from '../../frame.ts'
import type { CohortDef, CohortRule } from '../../query/cohort.ts'
import { readQuery } from '../../query/resolve.ts'
import type { EventSel, Range, Where } from '../../query/parts.ts'
import { conditionsOf, isIn, isOf, mostNamed, rowsOf, unsupported, type SqlFrame } from './rows.ts'

type Column = 'person' | 'account'

/** A cohort on its way into a condition: the frame of the question, and whom the cohort counts. */
interface Written {
  readonly own: SqlFrame
  readonly def: CohortDef
  readonly column: Column
}

const nothing = collector().events()

/** The question with the cohorts of its filter, judged as of its own day. */
export function withCohorts(own: SqlFrame): SqlFrame {
  const { query } = own.frame
  const cohorts = conditionsOf(query).flatMap((one) => ('cohort' in one ? [`${one.not ? 'NOT ' : ''}${inCohort(own, one.cohort)}`] : []))
  return { ...own, cohorts }
}

/**
 * The condition that a row is of somebody in a cohort, as a kernel judges it (kernels/cohort.ts): who did, or did not, is told by a grouping on the server, so that no list
 * of members is sent. A sequence and a cell of an answer are left to the kernels. Who was not there yet is left out once, around the whole rule: within it, a
 * kernel asks the same at every node. A cohort of names alone asks nothing of the kind, and one within another is asked only of those who were there.
 */
export function inCohort(own: SqlFrame, name: string, isThere = false): string {
  const { open } = own
  const def = own.place.cohorts?.get(name)
  if (!def || open.has(name)) throw unsupported('where', 'a cohort that is not known, or asks for itself') // the kernels say which
  const column = columnOf(def)
  const rule = ruled(def.def, { own: { ...own, open: new Set([...open, name]) }, def, column })
  return isThere || 'ids' in def.def ? `(${column} != '' AND ${rule})` : `(${column} != '' AND ${wasThere(own, column)} AND ${rule})`
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
  if ('where' in rule) return said(rule.where, written)
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

/** Events as a cohort reads them: those of nobody’s filter, as of the day of the question, with notes that no answer tells. */
function plain({ own, def }: Written, event: EventSel['event'], range: Range): SqlFrame {
  const { asOf, query } = own.frame
  const asked = readQuery({ kind: 'stickiness', sel: { event }, actor: def.actor, range, tz: def.tz, internal: query.internal })
  return { ...own, frame: frameOf(nothing, asked, asOf, noGroups), among: [], cohorts: [], tests: [] }
}

/** Who did something so many times. Whoever never did it is in no grouping: where that is enough, those who did it another number of times are left out instead. */
function acted(written: Written, sel: EventSel, range: Range, op: keyof typeof operators, times: number): string {
  const { column } = written
  const own = plain(written, sel.event, range)
  const rows = rowsOf(own, column, `${isOf(own, sel, 'where')} AND ${column} != ''`, own.frame.span)
  const holds = `count() ${operators[op]} ${times}`
  const isNever = op === 'gte' ? times === 0 : op === 'lte' ? true : times === 0
  return `${column} GLOBAL ${isNever ? 'NOT IN' : 'IN'} (${rows} GROUP BY ${column} HAVING ${isNever ? `NOT (${holds})` : holds})`
}

const always: Range = { from: '1970-01-01', to: '2200-01-01' }

/** A condition of nothing but who is counted needs no event; any other holds for whoever has an event of which the whole of it is true. */
function said(where: Where, written: Written): string {
  const { column } = written
  const own = plain(written, '*', always)
  if (isOfOwner(where, written)) return grouped(where, { ...written, own })
  const rows = rowsOf(own, column, `${own.filter(own, where, 'where')} AND ${column} != ''`, { from: -Infinity, to: Infinity })
  return `${column} GLOBAL IN (${rows} GROUP BY ${column})`
}

function isOfOwner(where: Where, written: Written): boolean {
  const { own, column } = written
  if ('all' in where) return where.all.every((each) => isOfOwner(each, written))
  if ('any' in where) return where.any.every((each) => isOfOwner(each, written))
  if ('prop' in where) return where.prop.startsWith(`${column}.`)
  if ('segment' in where) return column === 'account'
  if (!('cohort' in where)) return isOfOwner(where.not, written)
  const def = own.place.cohorts?.get(where.cohort)
  return !def || columnOf(def) === column
}

/** A condition of who is counted: a cohort within asks only those who were there. */
function grouped(where: Where, written: Written): string {
  const { own } = written
  if ('all' in where) return `(${where.all.map((each) => grouped(each, written)).join(' AND ')})`
  if ('any' in where) return `(${where.any.map((each) => grouped(each, written)).join(' OR ')})`
  if ('cohort' in where) return `${where.not ? 'NOT ' : ''}${inCohort(own, where.cohort, true)}`
  if ('segment' in where || 'prop' in where) return own.filter(own, where, 'where')
  return `NOT (${grouped(where.not, written)})`
}
