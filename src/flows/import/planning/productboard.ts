import { between, deliveryOf, firstDay, horizonOf, isDay, lastDay, timeframeOf } from './say.ts'
import { external, filled, releaseOf, titled, type Given, type Told, type Tool } from './tool.ts'
import type { Cells } from './cells.ts'

/** A board of Productboard: products, components, features and subfeatures, with the columns that the board shows. */
export const productboard: Tool = {
  name: 'Productboard items',
  signs: [
    ['name', 'feature_name', 'entity_name'],
    ['type', 'entity_type', 'item_type'],
    ['status', 'status_name'],
    ['productboard_url', 'url', 'user_impact_score', 'customer_importance_score', 'prioritization_score', 'value_score', 'importance'],
  ],
  uses: {
    id: 'id at the source',
    productboard_url: 'id at the source, link',
    url: 'id at the source, link',
    type: 'product, objective, initiative, feature and its level',
    name: 'title',
    description: 'problem, hypothesis',
    status: 'delivery and sourceStatus',
    parent_id: 'parent, initiative, product',
    parent: 'parent, initiative, product',
    product: 'product',
    component: 'product',
    owner: 'owner',
    owner_email: 'owner',
    teams: 'teams',
    team: 'teams',
    tags: 'labels',
    release: 'release and its features',
    releases: 'release and its features',
    release_group: 'group of the release',
    release_date: 'timeframe of the release',
    timeframe: 'timeframe',
    timeframe_start: 'timeframe',
    timeframe_end: 'timeframe',
    start_date: 'timeframe',
    end_date: 'timeframe',
    horizon: 'horizon',
    roadmap: 'horizon',
  },
  read(row, { dates }): Given {
    const [name, type] = [row.one('name', 'feature_name', 'entity_name'), (row.one('type', 'entity_type', 'item_type') ?? 'feature').toLowerCase()]
    if (name === null) return { fault: 'The item has no name.', column: 'Name' }
    const id = row.one('id', 'uuid') ?? idIn(row.one('productboard_url', 'url')) ?? `${type}/${name}`
    const day = (...names: string[]) => timeframeOf(row.one(...names), dates)
    const timeframe = day('timeframe') ?? between(day('timeframe_start', 'start_date'), day('timeframe_end', 'end_date'))
    const common = { id, owner: row.one('owner_email', 'owner'), above: row.one('parent_id', 'parent') }
    if (/product|component/.test(type)) return { told: [{ ...common, noun: 'product', values: productOf(row, type, name) }] }
    if (type.includes('objective')) return objectiveOf(row, common, name, timeframe)
    if (/key.?result/.test(type)) return keyResultOf(common, name, timeframe)
    if (/release.?group/.test(type)) return { leftOut: 'release group' }
    if (type.includes('release')) return versionOf(row, common, name, timeframe ?? day('release_date'))
    return { told: [...placesOf(row), itemOf(row, common, type, name, timeframe), ...carriedIn(row, common, type)] }
  },
}

type Common = Pick<Told, 'id' | 'owner' | 'above'>

/** The id is the last part of an item’s address. */
const idIn = (link: string | null): string | null => link?.split(/[?#]/)[0]?.split('/').filter(Boolean).at(-1) ?? null

const productOf = (row: Cells, type: string, name: string) =>
  filled({ name: name.slice(0, 140), kind: type.includes('component') ? 'area' : 'product', summary: row.one('description') })

function placesOf(row: Cells): Told[] {
  return [row.one('product'), row.one('component')].flatMap((name, level): Told[] =>
    name === null
      ? []
      : [
          {
            noun: 'product',
            id: `${level === 0 ? 'product' : 'component'}/${name}`,
            values: { name: name.slice(0, 140), kind: level === 0 ? 'product' : 'area' },
          },
        ],
  )
}

function objectiveOf(row: Cells, common: Common, name: string, timeframe: string | null): Given {
  if (timeframe === null) return { fault: `The objective “${name}” has no timeframe.`, column: 'Timeframe' }
  return { told: [{ ...common, noun: 'objective', values: filled({ title: titled(name, null).title, period: timeframe, why: row.one('description') }) }] }
}

function keyResultOf(common: Common, name: string, timeframe: string | null): Given {
  if (!common.above) return { fault: `The key result “${name}” names no objective.`, column: 'Parent' }
  if (timeframe === null) return { fault: `The key result “${name}” has no timeframe.`, column: 'Timeframe' }
  const values = { title: titled(name, null).title, start: firstDay(timeframe), due: lastDay(timeframe) }
  return { told: [{ ...common, noun: 'keyResult', values }] }
}

/** A release with a row of its own; its product is beside it or above it. */
function versionOf(row: Cells, { id, owner, above }: Common, name: string, timeframe: string | null): Given {
  const places = placesOf(row)
  const product = places[0]?.id ?? above
  if (!product) return { leftOut: 'release without a product' }
  const status = row.one('status', 'status_name')
  const values = {
    window: timeframe,
    internalDate: isDay(timeframe) ? timeframe : null,
    group: row.one('release_group')?.slice(0, 120) ?? null,
    sourceStatus: status?.slice(0, 80) ?? null,
  }
  return { told: [...places, { ...releaseOf({ id, product, name, values }), owner: owner ?? null }] }
}

/** Releases that an item’s row names; they need a product. */
function carriedIn(row: Cells, { id }: Common, type: string): Told[] {
  const product = placesOf(row)[0]?.id
  if (product === undefined || type.includes('initiative')) return []
  return row.all('release', 'releases').map((name) => releaseOf({ product, name, feature: id }))
}

function itemOf(row: Cells, common: Common, type: string, name: string, timeframe: string | null): Told {
  const { title, body } = titled(name, row.one('description'))
  const status = row.one('status', 'status_name')
  const places = placesOf(row)
  const both = {
    title,
    timeframe,
    sourceStatus: status?.slice(0, 80) ?? null,
    teams: row.all('teams', 'team'),
    products: places.slice(-1).map((place) => external(place.id)),
    beside: row.others(new Set([...Object.keys(productboard.uses), 'feature_name', 'entity_name', 'entity_type', 'item_type', 'uuid', 'status_name'])),
  }
  if (type.includes('initiative')) {
    const horizon = horizonOf(row.one('horizon', 'roadmap') ?? status, deliveryOf(status))
    return { ...common, noun: 'initiative', values: filled({ ...both, hypothesis: body, horizon }) }
  }
  const link = row.one('productboard_url', 'url')
  const own = {
    level: type.includes('sub') ? 'subfeature' : 'feature',
    problem: body,
    delivery: deliveryOf(status),
    labels: row.all('tags'),
    releases: row.all('release', 'releases'),
    link,
  }
  return { ...common, noun: 'feature', values: filled({ ...both, ...own }) }
}
