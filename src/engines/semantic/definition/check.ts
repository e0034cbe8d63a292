import { ask } from '../ask.ts'
import { isGrain } from '../grains.ts'
import type { Metric, SemanticManifest } from '../model.ts'
import { nearest } from '../../numbers/nearest.ts'
import { isRefusal } from '../refusal.ts'
import { withDefinitions } from './compose.ts'
import { inputsOf, type Definition, type Fault } from './definition.ts'

export interface World {
  /** The tables’ own model. */
  readonly base: SemanticManifest
  /** The other definitions of the workspace. */
  readonly others: readonly Definition[]
}

/**
 * Does a definition compile? A metric that needs itself, an input or a measure that is not there, a join that fans out, a dimension that is none:
 * each is a fault with its path. It is planned, not run.
 */
export function checkDefinition(file: string, definition: Definition, world: World): Fault[] {
  const { metric } = definition
  const others = world.others.filter((one) => one.metric.name !== metric.name)
  const path = `metrics.${metric.name}`
  const fault = (at: string, message: string, hint: string): Fault => ({ file, path: at === '' ? path : `${path}.${at}`, message, hint })
  if (world.base.metrics.some(({ name }) => name === metric.name))
    return [fault('name', `“${metric.name}” is a measure of the workspace’s facts already.`, 'Give the metric another name, and take that one as its input.')]
  const models = world.base.models.map(({ name }) => name)
  const lost = definition.measures.find(({ model }) => !models.includes(model))
  if (lost) return [fault('type_params.measure.semantic_model', `There is no table “${lost.model}”.`, nearest(lost.model, models))]
  const circle = circleOf(metric, new Map([...others, definition].map((one) => [one.metric.name, one.metric])))
  if (circle) return [fault('type_params', `${circle.join(' needs ')}: a metric cannot need itself.`, 'Take one of its inputs from the facts instead.')]
  const manifest = withDefinitions(world.base, [...others, definition])
  return [...planFaults(manifest, metric, fault), ...timeFaults(metric, fault)]
}

type MakeFault = (at: string, message: string, hint: string) => Fault

function planFaults(manifest: SemanticManifest, metric: Metric, fault: MakeFault): Fault[] {
  const grain = metric.grain ?? 'month'
  const plan = (at: string, groupBy: readonly string[]): Fault[] => {
    try {
      ask(manifest, { metrics: [metric.name], groupBy: [`metric_time__${grain}`, ...groupBy] })
      return []
    } catch (error) {
      if (isRefusal(error)) return [fault(at, error.message, error.hint)]
      throw error
    }
  }
  const whole = plan(placeOf(metric), [])
  return whole.length > 0 ? whole : (metric.governance?.dimensions ?? []).flatMap((name) => plan('dimensions', [name]))
}

const placeOf = (metric: Metric): string => ('params' in metric ? 'type' : 'type_params')

const measured: readonly string[] = ['day', 'week', 'month', 'quarter']

function timeFaults({ grain }: Metric, fault: MakeFault): Fault[] {
  if (grain === undefined || measured.includes(grain)) return []
  const words = isGrain(grain) ? `Metrics are measured by day, week, month and quarter, not by ${grain}.` : `“${grain}” is not a grain.`
  return [fault('time_granularity', words, 'Use day, week, month or quarter; a query may ask by any grain.')]
}

/** The first way from a metric back to itself, both ends included. */
export function circleOf(metric: Metric, known: ReadonlyMap<string, Metric>): string[] | undefined {
  const clear = new Set<string>()
  const walk = (name: string, trail: readonly string[]): string[] | undefined => {
    if (trail.includes(name)) return [...trail.slice(trail.indexOf(name)), name]
    const found = known.get(name)
    if (!found || clear.has(name)) return undefined
    for (const input of inputsOf(found)) {
      const circle = walk(input, [...trail, name])
      if (circle) return circle
    }
    clear.add(name)
    return undefined
  }
  return walk(metric.name, [])
}
