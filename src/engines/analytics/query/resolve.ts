import { QueryRefusal } from '../refusal.ts'
import { canonical, sha256 } from './hash.ts'
import { kinds, type FunnelQuery, type Kind, type Query, type TrendQuery } from './kinds.ts'
import { assertMeant } from './meant.ts'
import { withPreset } from './presets.ts'
import { isRecord, told } from './read.ts'

/** What a workspace says where a query is silent. */
export interface QueryDefaults {
  readonly tz?: string
  readonly weekStart?: 'monday' | 'sunday'
  readonly actor?: Query['actor']
}

const isKind = (word: unknown): word is Kind => typeof word === 'string' && Object.hasOwn(kinds, word)

/** Is this meant for the analytics engine: does its `kind` say so? */
export const isAnalyticsKind = isKind

/** Reads a query as a person or a program writes it: preset and defaults written out, every key known, every rule kept. Throws a QueryRefusal. */
export function readQuery(given: unknown, defaults: QueryDefaults = {}): Query {
  if (!isRecord(given)) throw new QueryRefusal('', 'A query is an object.', 'Write {"kind": "funnel", "range": …, "steps": […]}.')
  const { kind } = given
  if (!isKind(kind)) throw new QueryRefusal('kind', `${told(kind)} is no kind of query.`, `Use ${Object.keys(kinds).join(', ')}.`)
  const query = kinds[kind]({ ...defaults, ...withPreset(given, kind) }, '')
  assertZone(query.tz)
  if (query.kind === 'funnel') assertFunnel(query)
  if (query.kind === 'trend') assertTrend(query)
  assertMeant(query)
  return query
}

/** A stable name of what the query means: the same for every spelling of the same resolved query. */
export const hashOf = (query: Query): string => sha256(canonical(query)).slice(0, 32)

function assertZone(tz: string): void {
  try {
    void new Intl.DateTimeFormat('en', { timeZone: tz })
  } catch {
    throw new QueryRefusal('tz', `“${tz}” is no time zone.`, 'Write an IANA name such as Europe/Berlin.')
  }
}

function assertFunnel(query: FunnelQuery): void {
  const { steps, exclusions, order, fromStep } = query
  const last = query.toStep ?? steps.length
  if (steps[0]?.optional) throw new QueryRefusal('steps[0].optional', 'the first step cannot be optional.', 'Start with a step that everybody takes.')
  if (steps[0]?.within) throw new QueryRefusal('steps[0].within', 'the first step has none before it.', 'Leave it out.')
  exclusions.forEach(({ after, before }, place) => {
    const at = `exclusions[${place}]`
    if (after >= before || before > steps.length)
      throw new QueryRefusal(
        at,
        `it lies between steps ${after} and ${before} of ${steps.length}.`,
        'Let “after” be smaller than “before”, both steps of the funnel.',
      )
    if ([after, before].some((at_) => steps[at_ - 1]?.optional)) throw new QueryRefusal(at, 'it is bounded by an optional step.', 'Name required steps.')
    if (order === 'unordered' && (after !== 1 || before !== steps.length))
      throw new QueryRefusal(at, 'an unordered funnel has no order to lie between.', `Use after 1 and before ${steps.length}.`)
  })
  if (order === 'unordered' && steps.some(({ optional, within }) => optional || within))
    throw new QueryRefusal('steps', 'an unordered funnel has no optional steps and no “within”.', 'Use "order": "ordered".', 'unsupported')
  if (fromStep >= last || last > steps.length)
    throw new QueryRefusal('toStep', `it goes from step ${fromStep} to ${last} of ${steps.length}.`, 'Let fromStep come before toStep.')
  if (typeof query.attribution === 'object' && query.attribution.step > steps.length)
    throw new QueryRefusal('attribution.step', `there are ${steps.length} steps.`)
}

const needsValue: readonly string[] = ['sum', 'avg', 'median', 'p90', 'min', 'max']

function assertTrend({ series, formula }: TrendQuery): void {
  series.forEach(({ math, value }, place) => {
    const at = `series[${place}].value`
    if (needsValue.includes(math) && value === null) throw new QueryRefusal(at, `“${math}” needs a property to fold.`, 'Write "value": "event.amount".')
    if (!needsValue.includes(math) && value !== null)
      throw new QueryRefusal(at, `“${math}” folds no property.`, 'Leave it out, or use sum, avg, median, p90, min or max.')
  })
  if (formula === null) return
  const strange = /[^A-Z0-9+\-*/(). ]/.exec(formula)
  if (strange)
    throw new QueryRefusal('formula', `“${strange[0]}” is not expected.`, 'Use the letters of the series (A is the first), numbers, + - * / and brackets.')
  const letter = [...formula.matchAll(/[A-Z]/g)].map(([each]) => each).find((each) => each.charCodeAt(0) - 65 >= series.length)
  if (letter !== undefined) throw new QueryRefusal('formula', `there is no series ${letter}.`, `A is the first of ${series.length}.`)
}
