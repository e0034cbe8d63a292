import { isRecord, partOf, type Loss } from '../interchange/loss.ts'
import { checkedExpr, chosen, nonAdditiveOf, percentileOf } from '../interchange/readModels.ts'
import { has, type Measure } from '../model.ts'
import type { InlineMeasure } from './definition.ts'
import { fault, type Reader } from './reader.ts'
import { inlineWords } from './words.ts'

type Members = Readonly<Record<string, unknown>>

const places = ['measure', 'conversion_type_params.base_measure', 'conversion_type_params.conversion_measure'] as const

/** Takes measures that stand inside `type_params` out of it, and leaves their names: `measure: {semantic_model: ticket, agg: sum, expr: minutes}`. */
export function inlineOut(reader: Reader, params: Members, name: string): { readonly params: Members; readonly inline: readonly InlineMeasure[] } {
  const inline: InlineMeasure[] = []
  let left = params
  for (const place of places) {
    const [first = '', second] = place.split('.')
    const holder = second === undefined ? left : isRecord(left[first]) ? left[first] : undefined
    const key = second ?? first
    const given = holder?.[key]
    if (!holder || !isRecord(given) || !('agg' in given)) continue
    const measure = measureIn(reader, `type_params.${place}`, given, inline.length === 0 ? `${name}_measure` : `${name}_measure_${inline.length + 1}`)
    if (measure) inline.push(measure)
    const rest = {
      ...Object.fromEntries(Object.entries(given).filter(([word]) => !inlineWords.some((one) => one === word))),
      name: measure?.measure.name ?? name,
    }
    left = second === undefined ? { ...left, [key]: rest } : { ...left, [first]: { ...holder, [key]: rest } }
  }
  return { params: left, inline }
}

const aggregations = ['sum', 'min', 'max', 'average', 'count', 'count_distinct', 'sum_boolean', 'median', 'percentile'] as const

function measureIn(reader: Reader, place: string, given: Members, fallback: string): InlineMeasure | undefined {
  const losses: Loss[] = []
  const part = partOf(Object.fromEntries(Object.entries(given).filter(([word]) => inlineWords.some((one) => one === word))), `${reader.path}.${place}`, losses)
  const [model, agg] = [part.text('semantic_model'), chosen(part, 'agg', aggregations, losses)]
  const measure = {
    name: typeof given['name'] === 'string' ? given['name'] : fallback,
    ...has({
      expr: checkedExpr(part, 'expr', losses),
      percentile: percentileOf(part.part('agg_params')),
      timeDimension: part.text('agg_time_dimension'),
      nonAdditive: nonAdditiveOf(part.part('non_additive_dimension'), losses),
    }),
  }
  part.rest()
  for (const { path, reason } of losses)
    reader.faults.push({
      file: reader.file,
      path,
      message: reason.replace('Kept, but not answered: ', ''),
      hint: 'See “Measures” in docs/guide/definitions.md.',
    })
  if (model === undefined) return fault(reader, place, 'A measure of its own says in which table it stands.', 'Write semantic_model: ticket.')
  return agg ? { model, measure: { ...measure, agg } satisfies Measure } : undefined
}
