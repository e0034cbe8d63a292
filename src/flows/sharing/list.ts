import { everyRow, isRecord, Problem, showDate, type AnyRow, type Context, type Noun } from '#kernel'
import { fieldsFor, isInside, projectedRelease, releaseFields, titleFor, type Audience } from './audiences.ts'
import { release, shareLink } from '#objects'
import { betsFor, type SharedBet } from './bets.ts'
import { headingOf, namesIn, wordsOf } from './cells.ts'

/** A list as one audience sees it. */
export interface SharedList {
  readonly subject: 'list'
  readonly company: string
  readonly audience: Audience
  readonly audienceName: string
  readonly says: string
  readonly asOf: string
  readonly columns: readonly { readonly name: string; readonly says: string }[]
  readonly rows: readonly (readonly (string | null)[])[]
}

export interface ListWish {
  readonly audience: Audience
  readonly noun: Noun
  readonly filter?: Readonly<Record<string, unknown>>
  readonly columns?: readonly string[]
  readonly sort?: string
  readonly asOf?: string
}
type On = Pick<Context, 'read' | 'workspace' | 'now'>

/** Bets for those outside of Product have their own columns: what was approved, and the public words for the rest. */
const outside: Readonly<Record<string, (bet: SharedBet) => string | null>> = {
  title: (bet) => bet.title,
  benefit: (bet) => bet.benefit,
  label: (bet) => bet.label,
  horizon: (bet) => bet.horizon,
  when: (bet) => bet.when,
}
/** The board reads what a bet promises and brings as well. */
const forBoard: typeof outside = {
  title: (bet) => bet.title,
  label: (bet) => bet.label,
  horizon: (bet) => bet.horizon,
  when: (bet) => bet.when,
  hardDate: (bet) => bet.hardDate ?? null,
  outcome: (bet) => (bet.outcome ?? []).map(({ metric, baseline, target, by }) => `${metric} ${baseline ?? '–'} → ${target} by ${by}`).join('; ') || null,
  investment: (bet) => bet.investment ?? null,
  value: (bet) => (bet.value ? `${bet.value.amount} ${bet.value.currency}` : null),
}
const cellsFor = (audience: Audience): typeof outside => (audience === 'board' ? forBoard : outside)
type Outside = 'gtm' | 'customer'
const isOutside = (audience: Audience): audience is Outside => audience === 'gtm' || audience === 'customer'

/** What an audience may see, filter and sort by in a list of this noun. Throws a Problem, refused, when its rows are not for them. */
export function columnsFor(noun: Noun, audience: Audience): readonly string[] {
  if (noun.noun === 'initiative' && !isInside(audience)) return Object.keys(cellsFor(audience))
  if (noun.noun === 'release' && isOutside(audience)) return releaseFields[audience].map(columnOf)
  const fields = fieldsFor(noun, audience)
  if (fields.length > 0) return fields
  const { name } = shareLink.audienceSays[audience]
  throw new Problem('refused', `No field of ${noun.plural} is for ${name.toLowerCase()}.`, 'Choose another audience, or share the roadmap.', {
    at: { field: 'audience' },
  })
}

/**
 * Reads the rows and leaves the cells that the audience may see, in an order that follows from these cells alone. A filter or a sort by anything else is
 * refused by name: it would tell what is hidden.
 */
export async function sharedList(on: On, nounOf: (name: string) => Noun, wish: ListWish): Promise<SharedList> {
  const { noun, audience, asOf } = wish
  const open = columnsFor(noun, audience)
  const columns = chosen(open, wish, noun)
  const rows = isInside(audience)
    ? await plainRows(on, nounOf, wish, columns)
    : noun.noun === 'initiative'
      ? await betRows(on, wish, columns)
      : noun.noun === 'release' && isOutside(audience)
        ? await releaseRows(on, audience, wish, columns)
        : await plainRows(on, nounOf, wish, columns)
  return {
    subject: 'list',
    company: on.workspace.name,
    audience,
    audienceName: shareLink.audienceSays[audience].name,
    says: headingOf(noun.plural),
    asOf: asOf ?? on.now().slice(0, 10),
    columns: columns.map((name) => ({ name, says: headOf(noun, audience, name) })),
    rows,
  }
}

function chosen(open: readonly string[], { columns, filter, sort, audience }: ListWish, noun: Noun): readonly string[] {
  const hidden = [...Object.keys(filter ?? {}), ...(sort ? [sort.replace(/^-/, '')] : [])].find((name) => !open.includes(name))
  if (hidden)
    throw new Problem(
      'refused',
      `This list is filtered or sorted by “${hidden}”, which ${shareLink.audienceSays[audience].name.toLowerCase()} may not see.`,
      'Take it out, or choose another audience.',
      {
        at: { field: hidden },
      },
    )
  const wanted = (columns ?? []).filter((name) => open.includes(name))
  const usual = open.filter((name) => noun.fields[name] === undefined || noun.fields[name].inner === undefined).slice(0, 8)
  const shown = wanted.length > 0 ? wanted : usual
  return open.includes(noun.title) && !shown.includes(noun.title) ? [noun.title, ...shown] : shown
}

async function plainRows(on: On, nounOf: (name: string) => Noun, { noun, audience, filter, sort, asOf }: ListWish, columns: readonly string[]) {
  const all = await everyRow(on, noun.noun, { ...(filter ? { filter: asked(filter) } : {}), ...(asOf ? { asOf } : {}) })
  const open = fieldsFor(noun, audience)
  const isTheirs = (row: AnyRow): boolean => !isOver(noun, row) && open.some((name) => (row[name] ?? null) !== null)
  const rows = isInside(audience) ? all : all.filter(isTheirs) // a row of which nothing is theirs leaves no trace
  const names = await namesIn(on, noun, columns, rows, (target) => titleFor(nounOf(target), audience))
  const cells = rows.map((row) => ({
    cells: columns.map((name) => (noun.fields[name] ? wordsOf(noun.fields[name], row[name], names) : null)),
    by: sort ? row[sort.replace(/^-/, '')] : null,
  }))
  return cells.toSorted((a, b) => compared(a.by, b.by, sort) || compared(JSON.stringify(a.cells), JSON.stringify(b.cells))).map((one) => one.cells)
}

async function betRows(on: On, { audience, filter, sort, asOf }: ListWish, columns: readonly string[]) {
  const bets = betsFor(await everyRow(on, 'initiative', asOf ? { asOf } : {}), audience, () => null)
  const shown = (bet: SharedBet) => (name: string) => cellsFor(audience)[name]?.(bet) ?? null
  const kept = bets.filter((bet) => Object.entries(filter ?? {}).every(([name, wanted]) => valuesIn(wanted).includes(shown(bet)(name) ?? '')))
  const by = sort?.replace(/^-/, '')
  const order = (bet: SharedBet) => (by === 'value' ? (bet.value?.amount ?? null) : by ? shown(bet)(by) : null)
  const ordered = by ? kept.toSorted((a, b) => compared(order(a), order(b), sort) || compared(JSON.stringify(a), JSON.stringify(b))) : kept
  return ordered.map((bet) => columns.map(shown(bet)))
}

/** Releases for those outside of Product: what was approved of each, and an order that follows from it. */
async function releaseRows(on: On, audience: 'gtm' | 'customer', { filter, sort, asOf }: ListWish, columns: readonly string[]) {
  const past = asOf ? { asOf } : {}
  const [rows, features] = [await everyRow(on, 'release', past), await everyRow(on, 'feature', past)]
  const named = new Map(features.map((row) => [row.id, release.publicNameOf(row)]))
  const namesOf = (row: AnyRow): string[] => [row['features']].flat().flatMap((id) => named.get(String(id)) ?? [])
  const known = rows.flatMap((row) => {
    const made = row.archivedAt ? null : projectedRelease(row, audience, namesOf(row))
    return made ? [made] : []
  })
  const cell = (of: Readonly<Record<string, unknown>>, name: string): string | null => {
    const value = of[name === 'features' ? 'told' : name]
    return Array.isArray(value) ? value.join('; ') || null : typeof value === 'string' ? value : null
  }
  const kept = known.filter((of) => Object.entries(filter ?? {}).every(([name, wanted]) => valuesIn(wanted).includes(cell(of, name) ?? '')))
  const by = sort?.replace(/^-/, '') ?? 'externalDate'
  return kept
    .toSorted((a, b) => compared(cell(a, by), cell(b, by), sort) || compared(JSON.stringify(a), JSON.stringify(b)))
    .map((of) => columns.map((name) => (name === 'externalDate' && of[name] ? showDate(String(of[name])) : cell(of, name))))
}

/** A feature that was declined, removed or cancelled is promised to nobody any more. */
const isOver = ({ noun }: Noun, row: AnyRow): boolean => noun === 'feature' && release.isWithdrawn(row)

/** The day that those outside were told is the one on which they expect it. */
const headOf = ({ noun }: Noun, audience: Audience, name: string): string =>
  noun === 'release' && name === 'externalDate' && isOutside(audience) ? 'Expected' : headingOf(name)

const columnOf = (name: string): string => (name === 'told' ? 'features' : name)

/** “live,idea” in an address means either. */
const asked = (filter: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(filter).map(([name, value]) => [name, typeof value === 'string' && value.includes(',') ? value.split(',') : value]))

/** `now`, `now,next`, ['now', 'next'] or {in: [...]}. */
function valuesIn(wanted: unknown): readonly string[] {
  if (isRecord(wanted)) return valuesIn(wanted['in'] ?? '')
  return [wanted].flat().flatMap((one) => String(one).split(','))
}

/** Rows without a value come last, in both directions. */
function compared(a: unknown, b: unknown, sort = ''): number {
  const [hasA, hasB] = [(a ?? null) !== null, (b ?? null) !== null]
  if (!hasA || !hasB) return Number(hasB) - Number(hasA)
  const [left, right] = [ordinal(a), ordinal(b)]
  return (left < right ? -1 : left > right ? 1 : 0) * (sort.startsWith('-') ? -1 : 1)
}

const ordinal = (value: unknown): string | number => (typeof value === 'number' ? value : typeof value === 'string' ? value : JSON.stringify(value))
