import { addDays, daysBetween } from '#engines/numbers/dates.ts'
import { everyRow, recordsIn, type AnyRow, type Context } from '#kernel'
import { isAnswer } from '../../refusedFigure.ts'
import { number, text } from '../reading.ts'
import { namesOf } from './lines.ts'
import { payingReader, type Payer } from './paying.ts'

export interface MigrationLine {
  readonly id: string
  readonly key: string
  readonly title: string
  readonly state: string
  readonly kind: string
  readonly product: string
  readonly to: string | null
  readonly announcedOn: string | null
  readonly readOnlyOn: string | null
  readonly endOn: string | null
  /** Accounts that pay for it now, with their recurring revenue; null while that cannot be measured. */
  readonly left: { readonly accounts: number; readonly arr: number } | null
  /** Of those that paid on the day of the announcement: how many no longer do. */
  readonly moved: { readonly of: number; readonly accounts: number; readonly share: number | null } | null
  /** Accounts that came after the announcement. */
  readonly joined: number | null
  /** Accounts that used it in four weeks: at the announcement, and now. */
  readonly usage: { readonly then: number | null; readonly now: number } | null
  /** When nobody would be left at the pace since the announcement; null while nobody has moved. */
  readonly landsOn: string | null
  readonly groups: readonly { readonly name: string; readonly path: string; readonly accounts: number; readonly arr: number }[]
  /** Accounts that pay and belong to no group. */
  readonly uncovered: readonly { readonly name: string; readonly arr: number }[]
  /** Accounts that may stay until a day. */
  readonly excepted: readonly { readonly name: string; readonly until: string }[]
  readonly lacks: string | null
}

/** Every migration with its live progress: who still pays, who has moved since it was announced, who uses it, and who has no path; as of the end of a day. */
export async function migrations(ctx: Context, asOf?: string): Promise<readonly MigrationLine[]> {
  const all = (noun: string): Promise<readonly AnyRow[]> => everyRow(ctx, noun, asOf ? { asOf } : {})
  const [rows = [], products = []] = await Promise.all(['migration', 'product'].map(all))
  const paying = payingReader(ctx, asOf)
  const today = asOf ?? ctx.now().slice(0, 10)
  return await Promise.all(
    rows.map(async (row): Promise<MigrationLine> => {
      const product = products.find(({ id }) => id === row['product'])
      const names = product ? namesOf(product, products) : new Set<string>()
      const announced = text(row['announcedOn']) || null
      const [now, then] = [await paying(names), announced === null ? null : await paying(names, announced)]
      const progress = now.payers && progressOf(now.payers, then?.payers ?? null, announced, today)
      const covered = groupsOf(row, now.payers ?? [])
      return {
        id: row.id,
        key: row.key,
        title: text(row['title']),
        state: text(row['state']),
        kind: text(row['kind']),
        product: text(product?.['name']),
        to: text(products.find(({ id }) => id === row['to'])?.['name']) || null,
        announcedOn: announced,
        readOnlyOn: text(row['readOnlyOn']) || null,
        endOn: text(row['endOn']) || null,
        left: now.payers && { accounts: now.payers.length, arr: sumOf(now.payers) },
        moved: progress?.moved ?? null,
        joined: progress?.joined ?? null,
        landsOn: progress?.landsOn ?? null,
        usage: await usageOf(ctx, names, announced, today),
        ...covered,
        excepted: exceptionsOf(row, now.payers ?? [], today).map(({ payer, until }) => ({ name: payer.name, until })),
        lacks: now.lacks,
      }
    }),
  )
}

const sumOf = (payers: readonly Payer[]): number => payers.reduce((sum, { arr }) => sum + arr, 0)

/** Who has moved since the announcement, and the day on which the last one would have at that pace. */
function progressOf(
  now: readonly Payer[],
  then: readonly Payer[] | null,
  announced: string | null,
  today: string,
): Pick<MigrationLine, 'moved' | 'joined' | 'landsOn'> {
  if (then === null || announced === null) return { moved: null, joined: null, landsOn: null }
  const [before, after] = [new Set(then.map(({ id }) => id)), new Set(now.map(({ id }) => id))]
  const gone = [...before].filter((id) => !after.has(id)).length
  const joined = [...after].filter((id) => !before.has(id)).length
  const days = daysBetween(announced, today)
  const landsOn = gone > 0 && days > 0 ? addDays(today, Math.ceil((now.length / gone) * days)) : null
  return { moved: { of: before.size, accounts: gone, share: before.size === 0 ? null : gone / before.size }, joined, landsOn }
}

/** The accounts of each group, each in the first that fits it, and those that fit none. */
export function groupsOf(row: AnyRow, payers: readonly Payer[]): Pick<MigrationLine, 'groups' | 'uncovered'> {
  const groups = recordsIn(row['groups'])
  const placed = Map.groupBy(payers, (payer) => groups.findIndex((group) => fits(group, payer)))
  return {
    groups: groups.map((group, place) => ({
      name: text(group['name']),
      path: text(group['path']),
      accounts: placed.get(place)?.length ?? 0,
      arr: sumOf(placed.get(place) ?? []),
    })),
    uncovered: (placed.get(-1) ?? []).toSorted((a, b) => b.arr - a.arr || (a.name < b.name ? -1 : 1)).map(({ name, arr }) => ({ name, arr })),
  }
}

function fits(group: Readonly<Record<string, unknown>>, { account }: Payer): boolean {
  const by = text(group['by'])
  return by === 'everybody' || (account !== null && text(account[by]).toLowerCase() === text(group['is']).toLowerCase())
}

/** Payers that hold an exception which has not run out. */
export function exceptionsOf(row: AnyRow, payers: readonly Payer[], today: string): readonly { readonly payer: Payer; readonly until: string }[] {
  const granted = recordsIn(row['exceptions'])
  return payers.flatMap((payer) => {
    const found = granted.find((one) => one['account'] === payer.account?.id && text(one['until']) >= today)
    return found ? [{ payer, until: text(found['until']) }] : []
  })
}

/** Distinct accounts with use in four weeks, of the one area that the records call as the product. */
async function usageOf(ctx: Context, names: ReadonlySet<string>, announced: string | null, today: string): Promise<MigrationLine['usage']> {
  const on = async (asOf: string): Promise<number | null> => {
    const month = asOf.slice(0, 7)
    const { groups = [] } = await ctx.measure({ metric: 'active-accounts', by: 'area', grain: 'month', from: `${month}-01`, asOf })
    const own = groups.filter(({ key }) => names.has(key.toLowerCase()))
    return own.length === 1 ? number(own[0]?.points.find(({ period }) => period === month)?.value) : null
  }
  try {
    const now = await on(today)
    return now === null ? null : { now, then: announced === null ? null : await on(announced) }
  } catch (error) {
    if (isAnswer(error)) return null
    throw error
  }
}
