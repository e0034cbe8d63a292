import type { Breakdown, Scalar } from '../query/parts.ts'
import type { Frame } from '../frame.ts'
import { readingOf, type Reading } from './property.ts'
import { groupIn } from './where.ts'

export type Label = readonly (Scalar | null)[]

/** Into which line of a breakdown a row falls. */
export interface Cut {
  readonly codeAt: (row: number) => number
  readonly labels: readonly Label[]
}

export const other = 'Other'

/** The lines of all breakdowns together, read row by row; a line is added when it is met. Without a breakdown there is one line. */
export function cutOf(frame: Frame): { readonly codeAt: (row: number) => number; readonly noneCode: () => number; readonly labels: Label[] } {
  const axes = frame.query.breakdown.map((breakdown) => axisOf(frame, breakdown))
  const labels: Label[] = axes.length === 0 ? [[]] : []
  const codes = new Map<number, number>()
  if (axes.length === 0) return { codeAt: () => 0, noneCode: () => 0, labels }
  const added = (joint: number, label: Label): number => {
    codes.set(joint, labels.length)
    return labels.push(label) - 1
  }
  const codeAt = (row: number): number => {
    let joint = 0
    for (const { at, values } of axes) joint = joint * (values.length + 1) + at(row) + 1
    return (
      codes.get(joint) ??
      added(
        joint,
        axes.map(({ at, values }) => values[at(row)] ?? null),
      )
    )
  }
  const noneCode = (): number =>
    codes.get(0) ??
    added(
      0,
      axes.map(() => null),
    )
  return { codeAt, noneCode, labels }
}

function axisOf(frame: Frame, { by, bins }: Breakdown): Reading {
  if (typeof by === 'object') return cohortAxis(frame, by.cohorts)
  const reading = readingOf(frame.events, by, frame.around.unknowns)
  return bins === null ? reading : binned(reading, bins)
}

/** The first of the named cohorts that a row’s actor is in. */
function cohortAxis({ around, events }: Frame, names: readonly string[]): Reading {
  const cohorts = names.map((name) => {
    const { of, members } = groupIn({ cohort: name }, around, 'breakdown')
    return { members, ids: of === 'person' ? events.person : events.account }
  })
  return { at: (row) => cohorts.findIndex(({ members, ids }) => members[ids[row] ?? 0] === 1), values: names }
}

/** Numbers fall into bins of equal width, or between the given edges; the name of a bin is its half-open stretch. What is no number has none. */
function binned({ at, values }: Reading, bins: number | readonly number[]): Reading {
  const numbers = values.filter((value) => typeof value === 'number')
  const edges = typeof bins === 'number' ? evenly(numbers, bins) : [...bins].toSorted((a, b) => a - b)
  const names = [`< ${edges[0] ?? 0}`, ...edges.map((edge, place) => (place === edges.length - 1 ? `≥ ${edge}` : `${edge} to ${edges[place + 1]}`))]
  const binOf = values.map((value) => (typeof value === 'number' ? edges.filter((edge) => edge <= value).length : -1))
  return {
    at: (row) => {
      const code = at(row)
      return code < 0 ? -1 : (binOf[code] ?? -1)
    },
    values: names,
  }
}

function evenly(numbers: readonly number[], bins: number): number[] {
  const [low, high] = [numbers.reduce((a, b) => Math.min(a, b), Infinity), numbers.reduce((a, b) => Math.max(a, b), -Infinity)]
  return Number.isFinite(low) ? Array.from({ length: bins }, (_, place) => low + ((high - low) * place) / bins) : [0]
}

/** Keeps the heaviest lines and gathers the rest under “Other”: a new code for each code, and the labels that remain. */
export function limited(frame: Frame, labels: readonly Label[], weights: ArrayLike<number>): { readonly codes: Int32Array; readonly labels: readonly Label[] } {
  const limit = frame.query.breakdown.reduce((product, breakdown) => product * breakdown.limit, 1)
  const met = labels.flatMap((_, code) => ((weights[code] ?? 0) > 0 || frame.query.breakdown.length === 0 ? [code] : []))
  const order = met.toSorted((a, b) => (weights[b] ?? 0) - (weights[a] ?? 0) || textOf(labels[a]).localeCompare(textOf(labels[b])))
  const codes = new Int32Array(labels.length)
  order.forEach((code, rank) => (codes[code] = Math.min(rank, limit)))
  const kept = order.slice(0, limit).map((code) => labels[code] ?? [])
  if (order.length <= limit) return { codes, labels: kept }
  frame.notes.add(`${order.length - limit} lines of the breakdown are gathered under “${other}”.`)
  return { codes, labels: [...kept, frame.query.breakdown.map(() => other)] }
}

const textOf = (label: Label = []): string => label.map((part) => (part === null ? '(none)' : String(part))).join('\u001f')
