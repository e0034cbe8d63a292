import type { Breakdown, Scalar } from '../query/parts.ts'
import type { Frame } from '../frame.ts'
import { columnOf } from './events.ts'
import { readingOf, type Reading } from './property.ts'
import { ownerOf } from './profile.ts'
import { groupIn } from './where.ts'

export type Label = readonly (Scalar | null)[]

/** Into which line of a breakdown a row falls; a line is added when it is met. */
export interface Cut {
  readonly codeAt: (row: number) => number
  /** The same for an actor and one of its rows (−1: it has none): what is known of the actor itself needs no row. */
  readonly codeOf: (actor: number, row: number) => number
  readonly noneCode: () => number
  readonly labels: readonly Label[]
}

/** `of`: the code of an actor, where the axis tells who it is. */
interface Axis extends Reading {
  readonly of: ((actor: number) => number) | null
}

export const other = 'Other'

/** The lines of all breakdowns together, read row by row. Without a breakdown there is one line. */
export function cutOf(frame: Frame): Cut {
  const axes = frame.query.breakdown.map((breakdown) => axisOf(frame, breakdown))
  const labels: Label[] = axes.length === 0 ? [[]] : []
  const codes = new Map<number, number>()
  if (axes.length === 0) return { codeAt: () => 0, codeOf: () => 0, noneCode: () => 0, labels }
  const added = (joint: number, label: Label): number => {
    codes.set(joint, labels.length)
    return labels.push(label) - 1
  }
  const joined = (at: (axis: Axis) => number): number => {
    let joint = 0
    for (const axis of axes) joint = joint * (axis.values.length + 1) + at(axis) + 1
    return (
      codes.get(joint) ??
      added(
        joint,
        axes.map((axis) => axis.values[at(axis)] ?? null),
      )
    )
  }
  const codeAt = (row: number): number => joined(({ at }) => at(row))
  const codeOf = (actor: number, row: number): number => joined(({ at, of }) => of?.(actor) ?? at(row))
  const noneCode = (): number =>
    codes.get(0) ??
    added(
      0,
      axes.map(() => null),
    )
  return { codeAt, codeOf, noneCode, labels }
}

/** Lines that outlive the stretch, or slice, of events in which they were met: `of` tells those of the rows of one. */
export interface LastingCut {
  readonly of: (stretch: Frame) => Cut
  readonly labels: readonly Label[]
}

export function lastingCut(): LastingCut {
  const labels: Label[] = []
  const codes = new Map<string, number>()
  const codeOf = (label: Label): number => {
    const key = JSON.stringify(label)
    const code = codes.get(key) ?? labels.push(label) - 1
    codes.set(key, code)
    return code
  }
  const of = (stretch: Frame): Cut => {
    const own = cutOf(stretch)
    const known: number[] = []
    if (stretch.query.breakdown.length === 0) codeOf([]) // the one line stands even where nobody falls into it
    const lasting = (code: number): number => (known[code] ??= codeOf(own.labels[code] ?? []))
    return {
      codeAt: (row) => lasting(own.codeAt(row)),
      codeOf: (actor, row) => lasting(own.codeOf(actor, row)),
      noneCode: () => lasting(own.noneCode()),
      labels,
    }
  }
  return { of, labels }
}

function axisOf(frame: Frame, { by, bins }: Breakdown): Axis {
  if (typeof by === 'object') return cohortAxis(frame, by.cohorts)
  const { events, around, query } = frame
  const reading = readingOf(events, by, around)
  const axis = bins === null ? reading : binned(reading, bins)
  const owner = ownerOf(query.actor)
  const isOfActor = owner !== null && by.startsWith(`${owner}.`) && around.undated === null // at the event, a row tells who it was then
  const column = isOfActor ? columnOf(events, owner, by.slice(owner.length + 1)) : undefined
  if (!column) return { ...axis, of: null }
  const ofActor: Reading = { at: (actor) => column.codes[actor] ?? -1, values: column.values }
  return { ...axis, of: (bins === null ? ofActor : binned(ofActor, bins)).at }
}

/** The first of the named cohorts that a row’s actor is in. */
function cohortAxis({ around, events, query }: Frame, names: readonly string[]): Axis {
  const cohorts = names.map((name) => {
    const { of, members } = groupIn({ cohort: name }, around, 'breakdown')
    return { of, members, ids: of === 'person' ? events.person : events.account }
  })
  const isOfActors = cohorts.every(({ of }) => of === ownerOf(query.actor))
  return {
    at: (row) => cohorts.findIndex(({ members, ids }) => members[ids[row] ?? 0] === 1),
    of: isOfActors ? (actor) => cohorts.findIndex(({ members }) => members[actor] === 1) : null,
    values: names,
  }
}

/** Numbers fall into bins of equal width, or between the given edges; the name of a bin is its half-open stretch. What is no number has none. */
function binned({ at, values }: Reading, bins: number | readonly number[]): Reading {
  const { edges, names } = binsOf(
    values.filter((value) => typeof value === 'number'),
    bins,
  )
  const binOf = values.map((value) => (typeof value === 'number' ? edges.filter((edge) => edge <= value).length : -1))
  return {
    at: (row) => {
      const code = at(row)
      return code < 0 ? -1 : (binOf[code] ?? -1)
    },
    values: names,
  }
}

/** Where bins begin, and what they are called: first of all what lies below the first edge. Of the numbers, the least and the greatest say all. */
export function binsOf(numbers: readonly number[], bins: number | readonly number[]): { readonly edges: readonly number[]; readonly names: readonly string[] } {
  const edges = typeof bins === 'number' ? evenly(numbers, bins) : [...bins].toSorted((a, b) => a - b)
  const names = edges.map((edge, place) => (place === edges.length - 1 ? `≥ ${edge}` : `${edge} to ${edges[place + 1]}`))
  return { edges, names: [`< ${edges[0] ?? 0}`, ...names] }
}

function evenly(numbers: readonly number[], bins: number): number[] {
  const [low, high] = [numbers.reduce((a, b) => Math.min(a, b), Infinity), numbers.reduce((a, b) => Math.max(a, b), -Infinity)]
  return Number.isFinite(low) ? Array.from({ length: bins }, (_, place) => low + ((high - low) * place) / bins) : [0]
}

/** How many stand in each line. */
export function weightsOf(lines: readonly Label[], codes: Iterable<number>): Float64Array {
  const weights = new Float64Array(lines.length)
  for (const code of codes) if (code >= 0) weights[code] = (weights[code] ?? 0) + 1
  return weights
}

/** Keeps the heaviest lines and gathers the rest under “Other”: a new code for each code, and the labels that remain. */
export function limited(frame: Frame, labels: readonly Label[], weights: ArrayLike<number>): { readonly codes: Int32Array; readonly labels: readonly Label[] } {
  const limit = frame.query.breakdown.reduce((product, breakdown) => product * breakdown.limit, 1)
  const met = labels.flatMap((_, code) => ((weights[code] ?? 0) > 0 || frame.query.breakdown.length === 0 ? [code] : []))
  const order = met.toSorted(
    (a, b) =>
      (weights[b] ?? 0) - (weights[a] ?? 0) ||
      textOf(labels[a]).localeCompare(textOf(labels[b])) ||
      (JSON.stringify(labels[a]) < JSON.stringify(labels[b]) ? -1 : 1),
  )
  const codes = new Int32Array(labels.length)
  order.forEach((code, rank) => (codes[code] = Math.min(rank, limit)))
  const kept = order.slice(0, limit).map((code) => labels[code] ?? [])
  if (order.length <= limit) return { codes, labels: kept }
  frame.notes.add(`${order.length - limit} lines of the breakdown are gathered under “${other}”.`)
  return { codes, labels: [...kept, frame.query.breakdown.map(() => other)] }
}

const textOf = (label: Label = []): string => label.map((part) => (part === null ? '(none)' : String(part))).join('\u001f')
