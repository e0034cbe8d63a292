import { nothing } from '../series/figure.ts'
import { isWithin, line, numberOf, stretchOf, textOf, thingSeries, type Stretch, type Told } from './things.ts'
import type { Given, Row, Way } from './way.ts'

/** What nobody placed. */
const unclassified = 'unclassified'

/**
 * Where did the time go (portfolio reference 6.3)? Σ person-weeks by the week in which they were spent. Work without a kind of its own counts as its bet’s;
 * what has neither is “unclassified”, never spread. A bet of several products counts evenly for each. Parts: onBets = person-weeks spent on a known bet.
 */
export const effort: Way<object> = {
  counts: () => 'effort_actual',
  reads: () => ({
    spent: { fact: 'effort_actual', columns: ['team_id', 'initiative_id', 'investment', 'week', 'person_weeks'] },
    bets: { noun: 'initiative' },
    products: { noun: 'product' },
  }),
  figures: (_, asked, given) => ({
    ...thingSeries(asked, piecesIn(given, asked.by?.column === 'product'), dimension, figure),
    text: 'person-weeks of effort_actual by week; a row without a kind of its own counts as its bet’s',
    notes: [],
  }),
  behind: (_, { time }, given, period) => {
    const stretch = stretchOf(time, period)
    const inside = piecesIn(given, false).filter(({ week }) => isWithin(stretch, week))
    return [...Map.groupBy(inside, ({ bet, team, investment }) => JSON.stringify([bet, team, investment])).values()]
      .flatMap((some) => {
        const [first] = some
        return first ? [line({ account: first.bet ?? '', name: first.team, movement: first.investment, closing: total(some), reason: first.title })] : []
      })
      .toSorted((a, b) => (b.closing ?? 0) - (a.closing ?? 0) || (a.account < b.account ? -1 : 1))
  },
}

interface Piece {
  readonly week: string
  readonly team: string
  /** The key of the bet; what the row names when it is no bet that we know; null when it names none. */
  readonly bet: string | null
  readonly title: string | null
  readonly isKnown: boolean
  readonly investment: string
  readonly product: string
  readonly weeks: number
}

/** Rows as pieces of work; for products a piece is cut evenly between those of its bet. */
function piecesIn(given: Given, byProduct: boolean): Piece[] {
  const bets = new Map(given.rows('bets').flatMap((bet) => namesOf(bet).map((name): [string, Row] => [name, bet])))
  const names = new Map(given.rows('products').map((row) => [String(row['id']), textOf(row, 'name') ?? String(row['key'])]))
  return given.rows('spent').flatMap((row) => {
    const named = textOf(row, 'initiative_id')
    const bet = named === null ? undefined : bets.get(named)
    const piece = {
      week: String(row['week']).slice(0, 10),
      team: textOf(row, 'team_id') ?? '(none)',
      bet: bet ? String(bet['key']) : named,
      title: bet ? textOf(bet, 'title') : null,
      isKnown: bet !== undefined,
      investment: textOf(row, 'investment') ?? (bet ? textOf(bet, 'investment') : null) ?? unclassified,
      weeks: numberOf(row, 'person_weeks') ?? 0,
    }
    const products = byProduct ? productsOf(bet, names) : ['']
    return products.map((product): Piece => ({ ...piece, product, weeks: piece.weeks / products.length }))
  })
}

/** A bet is named by its key, or by its name in the tool that it came from. */
function namesOf(bet: Row): string[] {
  const source = bet['source']
  const external = typeof source === 'object' && source !== null && 'externalId' in source ? String(source.externalId) : null
  return [String(bet['key']), String(bet['id']), ...(external === null ? [] : [external])]
}

function productsOf(bet: Row | undefined, names: ReadonlyMap<string, string>): string[] {
  const ids: readonly unknown[] = Array.isArray(bet?.['products']) ? bet['products'] : []
  const known = ids.flatMap((id) => names.get(String(id)) ?? [])
  return known.length === 0 ? ['(none)'] : known
}

const dimension = (piece: Piece, column: string): string => (column === 'team' ? piece.team : column === 'product' ? piece.product : piece.investment)
const total = (pieces: readonly Piece[]): number => pieces.reduce((sum, { weeks }) => sum + weeks, 0)

/** Weeks without a row are not known to be empty: no rows, no figure. */
function figure(pieces: readonly Piece[], stretch: Stretch): Told {
  const inside = pieces.filter(({ week }) => isWithin(stretch, week))
  if (inside.length === 0) return nothing('no_data')
  const value = total(inside)
  return { value, interval: null, numerator: value, denominator: null, n: inside.length, parts: { onBets: total(inside.filter(({ isKnown }) => isKnown)) } }
}
