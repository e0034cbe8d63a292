import { isProblem, isRecord, Problem, type Grain, type MeasureRequest, type Measurement } from '#kernel'
import { badUsage, text, type Command, type Flags } from './command.ts'
import { textTable } from './table.ts'
import type { Tools } from './tools.ts'

/** Switches that may be given one by one: --set churn_recognised=cancellation. */
export const measureCommand: Command = {
  says: 'Compute a metric, with its proof.',
  usage:
    'measure <metric> [--workspace W | --facts DIR [--metric-file FILE]] [--as-of DATE] [--from DATE] [--to DATE] [--grain day|week|month|quarter] [--window 12m] [--by DIMENSION[,DIMENSION]] [--policy FILE|PRESET] [--<policy-switch> VALUE] [--known-at INSTANT] [--currency USD] [--amounts micros|units] [--json]',
  takesSwitches: true,
  options: {
    facts: { type: 'string' },
    'metric-file': { type: 'string' },
    'as-of': { type: 'string' },
    from: { type: 'string' },
    to: { type: 'string' },
    grain: { type: 'string' },
    window: { type: 'string' },
    by: { type: 'string' },
    policy: { type: 'string' },
    set: { type: 'string', multiple: true },
    'known-at': { type: 'string' },
    currency: { type: 'string' },
    amounts: { type: 'string' },
  },
  async run({ words, flags, io, tools }) {
    const [metric = text(flags, 'metric-file') ? '' : undefined, ...more] = words
    if (metric === undefined || more.length > 0) throw badUsage('Name one metric.', `There are ${[...tools.registry.metrics.keys()].join(', ')}.`)
    const folder = text(flags, 'facts')
    if (folder && flags['workspace']) throw badUsage('Give --workspace or --facts, not both.')
    if (!folder && flags['metric-file'])
      throw badUsage('--metric-file goes with --facts.', 'In a workspace, import the file first: throughline metrics import FILE.')
    const scope = folder ? null : await tools.enter(text(flags, 'workspace'))
    const measured = async (key: string): Promise<Measurement> => {
      const request = await requestOf(key, flags, tools)
      return scope ? await scope.measure(request) : await tools.measureFolder(folder ?? '', request, folderOptions(flags))
    }
    // what the workspace calls so goes before what the field does
    const answer = await measured(metric).catch((error: unknown) => {
      const named = tools.metricNamed(metric)
      if (named === metric || !isProblem(error) || error.kind !== 'missing') throw error
      return measured(named)
    })
    io.out(flags['json'] ? JSON.stringify(answer) : shown(answer, tools))
    return 0
  },
}

async function requestOf(metric: string, flags: Flags, tools: Tools): Promise<MeasureRequest> {
  const [asOf, from, to, grain, window, by, knownAt] = ['as-of', 'from', 'to', 'grain', 'window', 'by', 'known-at'].map((name) => text(flags, name))
  if (grain !== undefined && !isGrain(grain)) throw badUsage(`“${grain}” is not a grain.`, 'Use day, week, month or quarter.')
  const policy = await policyOf(metric, flags, tools)
  return {
    metric,
    ...(asOf ? { asOf } : {}),
    ...(from ? { from } : {}),
    ...(to ? { to } : {}),
    ...(grain ? { grain } : {}),
    ...(window ? { window } : {}),
    ...(by ? { by } : {}),
    ...(knownAt ? { knownAt } : {}),
    ...(policy === undefined ? {} : { policy }),
  }
}

const isGrain = (word: string): word is Grain => ['day', 'week', 'month', 'quarter'].includes(word)

/** A preset's name, a file of switches (JSON or YAML), and single switches over both. */
async function policyOf(metric: string, flags: Flags, tools: Tools): Promise<unknown> {
  const [named, single] = [text(flags, 'policy'), text(flags, 'set')]
  const base: unknown = named === undefined ? undefined : /[./\\]/.test(named) ? await tools.readFile(named) : named
  if (single === undefined) return base
  const switches = Object.fromEntries(
    single.split('\n').map((pair) => {
      const at = pair.indexOf('=')
      if (at < 1) throw badUsage(`“${pair}” is not a switch.`, 'Write --set churn_recognised=cancellation.')
      const value = pair.slice(at + 1)
      return [pair.slice(0, at), /^\d+$/.test(value) ? Number(value) : value]
    }),
  )
  tools.assertSwitches(metric, Object.keys(switches))
  if (base === undefined) return switches
  if (typeof base === 'string') return { extends: base, ...switches }
  if (!isRecord(base)) throw new Problem('invalid', 'The policy file holds no switches.', 'Write {"churn_recognised": "cancellation"}.')
  return { ...base, ...switches }
}

function folderOptions(flags: Flags): { currency?: string; amounts?: 'micros' | 'units'; metricFile?: string } {
  const [currency, amounts] = [text(flags, 'currency'), text(flags, 'amounts')]
  if (amounts !== undefined && amounts !== 'micros' && amounts !== 'units') throw badUsage(`--amounts is micros or units, not “${amounts}”.`)
  const metricFile = text(flags, 'metric-file')
  return { ...(currency ? { currency } : {}), ...(amounts ? { amounts } : {}), ...(metricFile ? { metricFile } : {}) }
}

function shown(answer: Measurement, tools: Tools): string {
  const name = tools.registry.metrics.get(answer.metric)?.name ?? answer.metric
  const show = (value: number | null) => tools.show(value, answer.unit, answer.currency)
  const interval = answer.interval ? ` (95% interval ${show(answer.interval.low)} to ${show(answer.interval.high)})` : ''
  const trust = [`${answer.trust.state}${answer.trust.reasons.length > 0 ? ':' : ''}`, ...answer.trust.reasons.map(({ says }) => `  - ${says}`)].join('\n')
  const points = answer.points.map((point) => [point.period, show(point.value), point.numerator, point.denominator, point.n, point.mature ? '' : 'open'])
  const groups = answer.groups
    ? `\n\n${textTable(
        [answer.by ?? 'group', 'value', 'n'],
        answer.groups.map(({ key, value, n }) => [key, show(value), n]),
      )}`
    : ''
  return [
    `${name} as of ${answer.asOf}: ${show(answer.value)}${answer.value === null ? ` (${answer.reason ?? 'no value'})` : ''}${interval}`,
    `numerator ${answer.numerator ?? '–'}, denominator ${answer.denominator ?? '–'}, n ${answer.n ?? '–'}; definition v${answer.version}, policy ${answer.policy.preset} (${answer.policy.id})`,
    ...(answer.value === null && answer.trust.state === 'trusted' ? [] : [trust]),
    ...answer.notes,
    '',
    textTable(['period', 'value', 'numerator', 'denominator', 'n', ''], points) + groups,
  ].join('\n')
}
