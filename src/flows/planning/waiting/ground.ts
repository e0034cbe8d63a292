import { everyRow, type AnyRow, type Context } from '#kernel'
import { networkOf, opened, type Network } from './network.ts'

/** What the map of dependencies, every slip and the forecasts are told from, at one state of the record. */
export interface WaitingGround {
  readonly bets: readonly AnyRow[]
  readonly dependencies: readonly AnyRow[]
  readonly results: readonly AnyRow[]
  readonly features: readonly AnyRow[]
  readonly releases: readonly AnyRow[]
  /** All that waits, and the same without what waits in a circle. */
  readonly whole: Network
  readonly open: ReturnType<typeof opened>
}

/** Reads it, as of the end of a day; of thousands of rows only the fields that are asked for stay, so that a house may keep it. */
export async function waitingGround(ctx: Pick<Context, 'read'>, asOf?: string): Promise<WaitingGround> {
  const nouns = ['initiative', 'dependency', 'keyResult', 'feature', 'release'] as const
  const [bets = [], dependencies = [], results = [], features = [], releases = []] = await Promise.all(
    nouns.map(async (noun) => (await everyRow(ctx, noun, asOf ? { asOf } : {})).map((row) => narrowed(row, fields[noun]))),
  )
  const whole = networkOf(bets, dependencies)
  return { bets, dependencies, results, features, releases, whole, open: opened(whole) }
}

const fields = {
  initiative: ['title', 'stage', 'teams', 'forecast', 'timeframe', 'effort', 'hardDate', 'objectives'],
  dependency: [
    'title',
    'type',
    'strength',
    'state',
    'neededBy',
    'firstPromise',
    'promisedFor',
    'deliveredOn',
    'from',
    'to',
    'provider',
    'external',
    'slips',
    'reason',
    'giver',
    'taker',
  ],
  keyResult: ['title', 'state', 'due', 'objective'],
  feature: ['title', 'initiative', 'timeframe', 'releases', 'stage'],
  release: ['title', 'state', 'features'],
} as const

function narrowed({ id, key, version, createdAt, updatedAt, archivedAt, source, custom, ...row }: AnyRow, names: readonly string[]): AnyRow {
  const own = Object.fromEntries(names.map((name) => [name, Reflect.get(row, name)]))
  return { id, key, version, createdAt, updatedAt, archivedAt, source, custom, ...own }
}
