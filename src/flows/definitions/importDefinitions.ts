import { everyRow, Problem, rank, type AnyRow, type Context } from '#kernel'
import { writeDefinition } from '#engines/semantic/definition/write.ts'
import type { Definition, Fault } from '#engines/semantic/definition/definition.ts'
import type { Change } from '#engines/semantic/definition/difference.ts'
import type { Loss } from '#engines/semantic/interchange/loss.ts'
import type { FactGround } from './ground.ts'
import type { SourceText } from './documents.ts'
import { planDefinitions, type Planned } from './plan.ts'
import { readForeign, type Format } from './formats.ts'

export interface ImportOptions {
  readonly format?: Format
  readonly dryRun?: boolean
  /** Why a certified definition should change; needed when one does. */
  readonly why?: string
  /** The `revision` of the one definition that the writer had before them; another one since is a conflict. */
  readonly seen?: number
}

/** One metric of an import as doors report it. */
export interface Imported {
  readonly key: string
  readonly name: string
  readonly action: Planned['action']
  readonly version: string
  readonly changes: readonly Change[]
  readonly faults: readonly Fault[]
  /** Of its record as it stands now; missing where nothing was kept. */
  readonly revision?: number
}

export interface DefinitionImport {
  readonly format: Format
  readonly dryRun: boolean
  readonly metrics: readonly Imported[]
  /** What is wrong with the files themselves, outside of any metric that could be read. */
  readonly faults: readonly Fault[]
  readonly losses: readonly Loss[]
}

/** Reads definitions, holds them against what is there, and stores those that stand; with `dryRun`, only says what it would do. */
export async function importDefinitions(
  ctx: Context,
  ground: FactGround,
  sources: readonly SourceText[],
  options: ImportOptions = {},
): Promise<DefinitionImport> {
  const { format, files, faults, losses } = readForeign(sources, options.format, ground)
  const rows = await everyRow(ctx, 'metric')
  const plan = await withOwners(ctx, planDefinitions(ground, rows, files))
  const report = (): DefinitionImport => ({ format, dryRun: options.dryRun ?? false, metrics: plan.map(imported), faults, losses })
  if (options.dryRun) return report()
  const broken = [...faults, ...plan.flatMap((one) => one.faults)][0]
  if (broken) throw faultProblem(broken, { faults: [...faults, ...plan.flatMap((one) => one.faults)].slice(0, 50) })
  const unexplained = plan.find(({ action }) => action === 'propose')
  if (unexplained && !options.why?.trim())
    throw new Problem('invalid', `${unexplained.key} is certified: its change is a proposal and needs a reason.`, 'Say why.', {
      code: 'why-needed',
      at: { field: 'why' },
    })
  if (options.seen !== undefined && plan.length !== 1)
    throw new Problem('invalid', `If-Match is the revision of one definition, and this text holds ${plan.length}.`, 'Send them one by one.')
  const kept = new Map<string, number>()
  for (const one of ordered(plan)) {
    const row = await store(ctx, one, options)
    if (row) kept.set(one.key, row.version)
  }
  const told = report()
  return { ...told, metrics: told.metrics.map((one) => ({ ...one, ...(kept.has(one.key) ? { revision: kept.get(one.key) ?? 0 } : {}) })) }
}

const imported = ({ key, definition, action, hash, difference, faults }: Planned): Imported => ({
  key,
  name: definition.metric.label ?? definition.metric.name,
  action,
  version: hash,
  changes: difference.changes,
  faults,
})

export const faultProblem = ({ file, path, message, hint }: Fault, more: Readonly<Record<string, unknown>> = {}): Problem =>
  new Problem('refused', `${[file, path].filter((part) => part !== '').join(', ')}: ${message}`, hint, {
    code: 'definition',
    at: { ...(file === '' ? {} : { file }), field: path },
    more,
  })

/** Owners are members of the workspace: another address is a fault, not a silent blank. */
async function withOwners(ctx: Context, plan: readonly Planned[]): Promise<readonly (Planned & { readonly owner?: string })[]> {
  if (rank(ctx.me.role) < rank('editor')) return plan // addresses are not theirs to look up, and they keep nothing
  const members = new Map<string, string | null>()
  for (const { definition } of plan) {
    const { owner } = definition
    if (owner === undefined || members.has(owner)) continue
    const { items } = await ctx.read('member', { filter: { email: owner.toLowerCase() }, limit: 1 })
    members.set(owner, items[0]?.id ?? null)
  }
  return plan.map((one) => {
    const { owner, metric } = one.definition
    const id = owner === undefined ? undefined : members.get(owner)
    if (id !== null) return id === undefined ? one : { ...one, owner: id }
    const fault: Fault = {
      file: '',
      path: `metrics.${metric.name}.owner`,
      message: `Nobody here has the address ${owner ?? ''}.`,
      hint: 'Invite the person first, or leave the owner out.',
    }
    return { ...one, action: 'refused', faults: [...one.faults, fault] }
  })
}

/** Inputs before the metrics that rest on them, so that a record never names one that is not there. */
const ordered = <P extends Planned>(plan: readonly P[]): P[] => {
  const names = new Set<string>()
  const sorted: P[] = []
  const add = (one: P): void => {
    if (names.has(one.definition.metric.name)) return
    names.add(one.definition.metric.name)
    for (const other of plan) if (JSON.stringify(one.definition.metric).includes(`"name":"${other.definition.metric.name}"`)) add(other)
    sorted.push(one)
  }
  for (const one of plan) add(one)
  return sorted
}

async function store(ctx: Context, one: Planned & { readonly owner?: string }, { why, seen }: ImportOptions): Promise<AnyRow | null> {
  const { action, definition, hash, row, key } = one
  const spec = writeDefinition(definition)
  const reason = why?.trim() ? { why: why.trim() } : {}
  if (action === 'define') return await ctx.perform('metric', 'define', {}, { metricKey: key, ...told(definition, one.owner), spec, hash, ...reason }, why)
  if (!row) return null
  const target = { id: row.id, version: seen ?? row.version }
  if (action === 'redefine' || action === 'words')
    return await ctx.perform('metric', 'redefine', target, { ...told(definition, one.owner ?? ownerOf(row)), spec, hash, ...reason }, why)
  return action === 'propose' ? await ctx.perform('metric', 'propose', target, { spec, hash, ...reason }, why) : null
}

const ownerOf = (row: AnyRow): string | undefined => (typeof row['owner'] === 'string' ? row['owner'] : undefined)
const unitIn: Readonly<Record<string, string>> = { percent: 'percent', money: 'money', count: 'count', days: 'duration', points: 'points', ratio: 'ratio' }

/** What the record shows of a definition. */
function told({ metric, question, theme, synonyms }: Definition, owner: string | undefined): Record<string, unknown> {
  const { unit, direction } = metric.governance ?? {}
  const grain = metric.grain === 'day' || metric.grain === 'week' || metric.grain === 'quarter' ? metric.grain : 'month'
  return {
    name: metric.label ?? metric.name.replaceAll('_', ' '),
    question,
    definition: metric.description,
    theme,
    unit: unitIn[unit ?? ''],
    grain,
    direction,
    synonyms: synonyms ?? [],
    ...(owner === undefined ? {} : { owner }),
  }
}
