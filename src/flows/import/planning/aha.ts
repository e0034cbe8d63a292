import type { Cells } from './cells.ts'
import { between, deliveryOf, horizonOf, isDay, timeframeOf, type Delivery } from './say.ts'
import { external, filled, releaseOf, titled, type Given, type Told, type Tool } from './tool.ts'
import type { DateOrder } from '#engines/numbers/readDate.ts'

/** A list report of Aha!: a row may tell of a goal, an initiative, an epic, a feature and a requirement at once, each with the columns of its name. */
export const aha: Tool = {
  name: 'Aha! list',
  signs: [
    ['goal_name', 'initiative_name', 'epic_name', 'feature_name', 'idea_name', 'release_name'],
    ['goal_reference', 'initiative_reference', 'epic_reference', 'feature_reference', 'requirement_reference', 'idea_reference', 'release_reference'],
  ],
  uses: Object.fromEntries([
    ...['goal', 'initiative', 'epic', 'feature', 'requirement', 'idea'].flatMap((record) => [
      [`${record}_reference`, 'id at the source'],
      [`${record}_name`, 'title'],
      [`${record}_description`, 'text'],
      [`${record}_status`, 'delivery, horizon, sourceStatus'],
      [`${record}_start_date`, 'timeframe'],
      [`${record}_end_date`, 'timeframe'],
      [`${record}_due_date`, 'timeframe'],
      [`${record}_time_frame`, 'timeframe'],
      [`${record}_assigned_to`, 'owner'],
      [`${record}_tags`, 'labels'],
    ]),
    ['release_reference', 'id at the source of the release'],
    ['release_name', 'release and its features'],
    ['release_status', 'sourceStatus of the release'],
    ['release_date', 'timeframe of the release'],
    ['release_release_date', 'timeframe of the release'],
    ['release_start_date', 'timeframe of the release'],
    ['release_end_date', 'timeframe of the release'],
    ['release_assigned_to', 'owner of the release'],
    ['release_owner', 'owner of the release'],
    ['product_name', 'product'],
    ['workspace_name', 'product'],
  ]),
  read(row, { dates }): Given {
    const found = records.map((record) => readRecord(row, record, dates))
    const fault = found.find((one): one is { fault: string; column: string } => one !== null && 'fault' in one)
    if (fault) return fault
    const chain = found.flatMap((one) => (one !== null && 'told' in one ? [one.told] : []))
    const product = productOf(row)
    const version = product && versionOf(row, product.id, chain.find(({ noun, values }) => noun === 'feature' && values['level'] === 'feature')?.id, dates)
    if (chain.length === 0 && !version) return { leftOut: 'row without a record' }
    const joined = chain.map((one, at) => ({
      ...one,
      above: chain[at - 1]?.id ?? null,
      ...(one.noun === 'objective' || !product ? {} : { values: { ...one.values, products: [external(product.id)] } }),
    }))
    return { told: [...(product ? [product] : []), ...joined, ...(version ? [version] : [])] }
  },
}

const records = ['goal', 'initiative', 'epic', 'feature', 'requirement', 'idea'] as const
type RecordName = (typeof records)[number]

function productOf(row: Cells): Told | null {
  const name = row.one('product_name', 'workspace_name')
  return name === null ? null : { noun: 'product', id: `product/${name}`, values: { name: name.slice(0, 140), kind: 'product' } }
}

/** The release of a row; a list of releases has rows that tell of nothing else. */
function versionOf(row: Cells, product: string, feature: string | undefined, dates: DateOrder): Told | null {
  const [id, name, status] = [row.one('release_reference', 'release_id'), row.one('release_name'), row.one('release_status')]
  if (name === null) return null
  const day = (...names: string[]) => timeframeOf(row.one(...names), dates)
  const on = day('release_date', 'release_release_date', 'release_end_date')
  const values = { sourceStatus: status?.slice(0, 80) ?? null, window: between(day('release_start_date'), on), internalDate: isDay(on) ? on : null }
  const owner = row.one('release_assigned_to', 'release_owner')
  return { ...releaseOf({ ...(id === null ? {} : { id }), product, name, values, ...(feature === undefined ? {} : { feature }) }), owner }
}

function readRecord(row: Cells, record: RecordName, dates: DateOrder): { told: Told } | { fault: string; column: string } | null {
  const [id, name] = [row.one(`${record}_reference`, `${record}_id`), row.one(`${record}_name`)]
  if (id === null && name === null) return null
  if (id === null) return { fault: `The ${record} “${name ?? ''}” has no reference.`, column: `${record} reference #` }
  if (name === null) return { fault: `The ${record} ${id} has no name.`, column: `${record} name` }
  const { title, body } = titled(name, row.one(`${record}_description`))
  const status = row.one(`${record}_status`)
  const day = (part: string) => timeframeOf(row.one(`${record}_${part}`), dates)
  const timeframe = day('time_frame') ?? between(day('start_date'), day('end_date') ?? day('due_date'))
  const owner = row.one(`${record}_assigned_to`)
  if (record === 'goal')
    return timeframe === null
      ? { fault: `The goal ${id} has no time frame.`, column: 'Goal time frame' }
      : { told: { noun: 'objective', id, owner, values: filled({ title, period: timeframe, why: body }) } }
  const common = { title, timeframe, sourceStatus: status?.slice(0, 80) ?? null, beside: besideOf(row, record) }
  return { told: { ...placed(record, common, { body, status, delivery: deliveryOf(status) }, row), id, owner } }
}

interface Told3 {
  readonly body: string | null
  readonly status: string | null
  readonly delivery: Delivery | null
}

function placed(record: RecordName, common: Readonly<Record<string, unknown>>, { body, status, delivery }: Told3, row: Cells): Pick<Told, 'noun' | 'values'> {
  if (record === 'initiative' || record === 'idea')
    return { noun: 'initiative', values: filled({ ...common, hypothesis: body, horizon: record === 'idea' ? 'later' : horizonOf(status, delivery) }) }
  const releases = record === 'feature' ? row.all('release_name') : []
  const own = { level: record, problem: body, delivery, releases, labels: row.all(`${record}_tags`) }
  return { noun: 'feature', values: filled({ ...common, ...own }) }
}

/** Scores, votes and own fields of that record. */
const besideOf = (row: Cells, record: RecordName) =>
  row.others(new Set(Object.keys(aha.uses))).filter(({ name }) => name.toLowerCase().startsWith(`${record} `))
