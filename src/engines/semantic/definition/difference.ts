import { meaningOf, sorted, type Definition } from './definition.ts'
import { readable } from './words.ts'
import { writeDefinition } from './write.ts'

/** One member that differs. `before` or `after` is missing where it was added or taken away. */
export interface Change {
  readonly path: string
  readonly before?: unknown
  readonly after?: unknown
  /** Prose changes no number and no version. */
  readonly isProse: boolean
  /** The change as a person would say it. */
  readonly says: string
}

export interface Difference {
  readonly changes: readonly Change[]
  /** Whether what it computes, or its policy, is another. */
  readonly changesMeaning: boolean
}

/** What is different between two definitions, member by member and in words; nothing before when it is new. */
export function differenceOf(before: Definition | null, after: Definition): Difference {
  const [old, now] = [before ? writeDefinition(before) : {}, writeDefinition(after)]
  const changes = membersThatDiffer(old, now, '').map((change) => ({ ...change, isProse: isProse(change.path), says: sayChange(change) }))
  return { changes, changesMeaning: before === null || JSON.stringify(sorted(meaningOf(before))) !== JSON.stringify(sorted(meaningOf(after))) }
}

type Differing = Pick<Change, 'path' | 'before' | 'after'>

function membersThatDiffer(before: unknown, after: unknown, path: string): Differing[] {
  if (JSON.stringify(sorted(before)) === JSON.stringify(sorted(after))) return []
  if (isMembers(before) && isMembers(after)) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])]
    return names.flatMap((name) => membersThatDiffer(before[name], after[name], path === '' ? name : `${path}.${name}`))
  }
  return [{ path, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) }]
}

const isMembers = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value)

const prose = new Set(['label', 'question', 'description', 'owner', 'theme', 'synonyms', 'config'])
const isProse = (path: string): boolean => prose.has(path.split('.')[0] ?? '')

const names: Readonly<Record<string, string>> = {
  type: 'The type',
  filter: 'The filter',
  time_granularity: 'The grain',
  dimensions: 'The list of dimensions',
  unit: 'The unit',
  direction: 'The direction that is good',
  policy: 'The policy',
  maturity: 'The days until a period is closed',
  min_n: 'The smallest group that is shown',
  'type_params.numerator': 'The numerator',
  'type_params.denominator': 'The denominator',
  'type_params.measure': 'The measure',
  'type_params.expr': 'The formula',
  'type_params.metrics': 'The inputs',
  'type_params.cumulative_type_params.window': 'The window',
  'type_params.conversion_type_params.window': 'The window',
  'type_params.conversion_type_params.base_measure': 'What is counted as the base',
  'type_params.conversion_type_params.conversion_measure': 'What is counted as a conversion',
}

const lasts: Readonly<Record<string, string>> = {
  filter: 'the filter',
  expr: 'the expression',
  agg: 'the aggregation',
  name: 'the name',
  alias: 'the alias',
  semantic_model: 'the table',
  fill_nulls_with: 'the value that stands for no rows',
  join_to_timespine: 'whether empty periods are shown',
}

function sayChange({ path, before, after }: Differing): string {
  const who = nameOf(path)
  if (before === undefined) return `${who} was not given; now it is ${shown(after)}.`
  if (after === undefined) return `${who} was ${shown(before)}; now it is not given.`
  return `${who} was ${shown(before)}; now it is ${shown(after)}.`
}

/** The longest part of the path that has a name, and what of it. */
function nameOf(path: string): string {
  const parts = path.split('.')
  for (let length = parts.length; length > 0; length -= 1) {
    const found = names[parts.slice(0, length).join('.')]
    if (found === undefined) continue
    const rest = parts.slice(length)
    const last = rest.at(-1)
    return last === undefined ? found : `${found}: ${lasts[last] ?? last.replaceAll('_', ' ')}`
  }
  return `The ${path.replaceAll('_', ' ').replaceAll('.', ', ')}`
}

const shown = (value: unknown): string =>
  typeof value === 'string'
    ? `“${readable(value)}”`
    : Array.isArray(value) && value.every((one) => typeof one === 'string')
      ? value.map((one) => `“${readable(one)}”`).join(', ')
      : JSON.stringify(value)
