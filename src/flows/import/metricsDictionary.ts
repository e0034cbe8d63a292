import { isRecord, type Held, type SourceTree } from '#kernel'
import { targetOf, type DictionaryTarget } from './dictionaryTarget.ts'
import { normalise } from './headings.ts'
import { toMarkdown } from './toMarkdown.ts'

/** One metric of a dictionary, in the fields of the noun `metric`; `row` is its place in the list. */
export interface DictionaryMetric {
  readonly row: number
  readonly externalId: string
  readonly values: Readonly<Record<string, unknown>> & { readonly name: string; readonly metricKey: string }
  /** What its target asks, in the fields of the noun `metricTarget`; none where the words leave a doubt. */
  readonly target: DictionaryTarget | null
}

export interface Dictionary {
  readonly file: string
  readonly metrics: readonly DictionaryMetric[]
  readonly held: readonly Held[]
  readonly notes: readonly string[]
}

/** Is a tree a list of metrics: named, mostly defined, with a target, a health or a team? */
export function isDictionary(tree: unknown): boolean {
  if (!Array.isArray(tree) || tree.length === 0) return false
  const maps = tree.filter(isRecord)
  const share = (keys: readonly string[]): number => maps.filter((one) => keys.some((key) => Object.hasOwn(one, key))).length / tree.length
  return share(keysOf.name) >= 0.9 && share(keysOf.definition) >= 0.7 && share([...keysOf.target, ...keysOf.health, ...keysOf.isKey]) >= 0.5
}

/**
 * Reads all dictionaries of an import together, since a metric's key is unique in a workspace: of two metrics with one name the later bears its team in its key, and the notes say so.
 * `taken` holds the keys that the workspace has already, with the external id of each.
 */
export function readDictionaries(trees: readonly SourceTree[], taken: ReadonlyMap<string, string>): Dictionary[] {
  const keys = new Map(taken)
  const names = new Map<string, string>()
  return trees.filter(({ tree }) => isDictionary(tree)).map(({ file, tree }) => readOne(file, Array.isArray(tree) ? tree : [], keys, names))
}

const keysOf = {
  name: ['name', 'metric', 'kpi', 'title'],
  definition: ['definition', 'description'],
  target: ['target', 'goal'],
  team: ['org', 'team', 'department', 'owner_team'],
  isKey: ['is_key', 'key', 'is_kpi'],
  health: ['health', 'status'],
  links: ['urls', 'links', 'url'],
} as const

function readOne(file: string, list: readonly unknown[], keys: Map<string, string>, names: Map<string, string>): Dictionary {
  const metrics: DictionaryMetric[] = []
  const held: Held[] = []
  const notes: string[] = []
  for (const [index, entry] of list.entries()) {
    const name = isRecord(entry) ? textOf(pick(entry, keysOf.name)) : ''
    if (!isRecord(entry) || name === '') {
      held.push({ row: index + 1, column: 'name', reason: 'The entry has no name. Give it one.' })
      continue
    }
    const team = textOf(pick(entry, keysOf.team))
    const externalId = `${kebab(team)}/${kebab(name)}`
    const metricKey = freeKey(kebab(name), kebab(team), externalId, keys)
    const earlier = names.get(kebab(name))
    if (earlier !== undefined) notes.push(`“${name}” (entry ${index + 1}) also stands in ${earlier}; here it is ${metricKey}.`)
    names.set(kebab(name), `${file}, entry ${index + 1}`)
    const { told, target, note } = targetOf(textOf(pick(entry, keysOf.target)), name, metricKey)
    if (note) notes.push(`Entry ${index + 1}, “${name}”: ${note}`)
    metrics.push({ row: index + 1, externalId, values: { ...describe(entry, team), ...told, name: name.slice(0, 200), metricKey }, target })
  }
  return { file, metrics, held, notes: [...notes, ...summary(metrics)] }
}

/** The metric's plain key, with the team where another metric has it, with a number where even that is taken. */
function freeKey(name: string, team: string, externalId: string, keys: Map<string, string>): string {
  const candidates = [name, `${name}-${team}`, ...Array.from({ length: 50 }, (_, n) => `${name}-${team}-${n + 2}`)].map((key) => key.slice(0, 120))
  const free = candidates.find((key) => !keys.has(key) || keys.get(key) === externalId) ?? name
  keys.set(free, externalId)
  return free
}

function describe(entry: Readonly<Record<string, unknown>>, team: string): Record<string, unknown> {
  const definition = toMarkdown(textOf(pick(entry, keysOf.definition)))
  return {
    origin: 'dictionary',
    definition: definition === '' ? null : definition,
    team: team === '' ? null : team.slice(0, 120),
    isKey: pick(entry, keysOf.isKey) === true ? 'yes' : 'no',
    ...healthOf(pick(entry, keysOf.health)),
    links: linksOf(pick(entry, keysOf.links)),
  }
}

const levels = ['unknown', 'offTrack', 'atRisk', 'onTrack'] as const
const healthWords: Readonly<Record<string, string>> = {
  green: 'onTrack',
  ok: 'onTrack',
  okay: 'onTrack',
  on_track: 'onTrack',
  amber: 'atRisk',
  yellow: 'atRisk',
  attention: 'atRisk',
  at_risk: 'atRisk',
  red: 'offTrack',
  problem: 'offTrack',
  off_track: 'offTrack',
}

/** Health by level (3 okay, 2 attention, 1 problem, 0 unknown) or by word, with its reasons. */
function healthOf(health: unknown): Record<string, unknown> {
  const level = isRecord(health) ? health['level'] : health
  const state = typeof level === 'number' ? levels[level] : healthWords[normalise(textOf(level))]
  const reasons = isRecord(health) && Array.isArray(health['reasons']) ? health['reasons'] : []
  const healthNotes = reasons
    .map((reason) => toMarkdown(textOf(reason)).slice(0, 4000))
    .filter((note) => note !== '')
    .map((note) => ({ note }))
  return { health: state ?? 'unknown', healthNotes: healthNotes.length > 0 ? healthNotes : null }
}

function linksOf(links: unknown): readonly { address: string }[] | null {
  const all = (Array.isArray(links) ? links : [links])
    .map(textOf)
    .map((address) => URL.parse(address))
    .filter((one) => one !== null && /^https?:$/.test(one.protocol))
  return all.length > 0 ? all.map((one) => ({ address: one?.href ?? '' })) : null
}

function summary(metrics: readonly DictionaryMetric[]): string[] {
  const count = (state: string): number => metrics.filter((one) => one.values['targetState'] === state).length
  const drafts = metrics.filter(({ target }) => target !== null).length
  return [
    `${metrics.length} metrics; targets: ${count('parsed')} read, ${count('needsReview')} need review, ${count('absent')} without.`,
    ...(drafts > 0 ? [`${drafts} of the targets are drafts without a day: give them a day and a baseline, and agree them.`] : []),
  ]
}

function pick(entry: Readonly<Record<string, unknown>>, keys: readonly string[]): unknown {
  const key = keys.find((one) => entry[one] !== undefined && entry[one] !== null)
  return key === undefined ? undefined : entry[key]
}

const textOf = (value: unknown): string =>
  typeof value === 'string' ? value.trim() : typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
const kebab = (name: string): string => normalise(name).replaceAll('_', '-')
