import { periodOf } from '#engines/numbers/dates.ts'
import { everyRow, type AnyRow, type Context } from '#kernel'
import { isAnswer } from '../../refusedFigure.ts'
import { account } from '#objects'
import { text } from '../reading.ts'

/** An account that pays for a product, with what it pays for it in a year. */
export interface Payer {
  /** Its id in the records, and the object that stands for it; null when nobody brought that in. */
  readonly id: string
  readonly account: AnyRow | null
  readonly name: string
  readonly arr: number
}

export interface Paying {
  /** Null when revenue by product cannot be measured; `lacks` says why. */
  readonly payers: readonly Payer[] | null
  readonly lacks: string | null
}

/** Reads who pays for a product at the end of a day: the revenue ledger by product, and the accounts behind it. Each month is read once. */
export function payingReader(ctx: Context, asOf?: string): (names: ReadonlySet<string>, on?: string) => Promise<Paying> {
  const months = new Map<string, ReturnType<Context['behind']>>()
  let accounts: Promise<ReadonlyMap<string, AnyRow>> | null = null
  return async (names, on) => {
    const day = on ?? asOf ?? ctx.now().slice(0, 10)
    const lines = months.get(day) ?? ctx.behind({ metric: 'product-recurring-revenue', by: 'product', asOf: day, period: periodOf(day, 'month') })
    months.set(day, lines)
    accounts ??= accountsById(ctx, asOf)
    try {
      const known = await accounts
      const own = (await lines).filter(({ movement, closing }) => names.has((movement ?? '').toLowerCase()) && (closing ?? 0) > 0)
      return {
        payers: summed(
          own.map(({ account, name, closing }) => ({ id: account, name, arr: closing ?? 0 })),
          known,
        ),
        lacks: null,
      }
    } catch (error) {
      if (isAnswer(error)) return { payers: null, lacks: `${error.message} ${error.hint}`.trim() }
      throw error
    }
  }
}

async function accountsById(ctx: Context, asOf: string | undefined): Promise<ReadonlyMap<string, AnyRow>> {
  const rows = await everyRow(ctx, 'account', asOf ? { asOf } : {})
  return new Map(rows.map((row) => [account.factIdOf(row), row]))
}

/** One payer for each account, however many of the product’s names it pays for. */
function summed(lines: readonly { readonly id: string; readonly name: string | null; readonly arr: number }[], accounts: ReadonlyMap<string, AnyRow>): Payer[] {
  return [...Map.groupBy(lines, ({ id }) => id)].map(([id, own]) => {
    const account = accounts.get(id) ?? null
    return { id, account, name: text(account?.['name']) || own[0]?.name || id, arr: own.reduce((sum, { arr }) => sum + arr, 0) }
  })
}
