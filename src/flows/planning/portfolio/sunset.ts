import { everyRow, Problem, type AnyRow, type Context } from '#kernel'
import { text } from '../reading.ts'
import { namesOf } from './lines.ts'
import { exceptionsOf, groupsOf } from './migrations.ts'
import { payingReader, type Payer } from './paying.ts'

/** Plans the sunset of a product: who pays for it is read from the ledger, and each of them must have a path in the migration. */
export async function planSunset(ctx: Context, id: string, wish: { readonly decision: string; readonly migration: string }): Promise<AnyRow> {
  const product = await ctx.find('product', id)
  const [decision, migration] = [await ctx.find('decision', wish.decision), await ctx.find('migration', wish.migration)]
  const payers = await payersOf(ctx, product)
  const { uncovered } = groupsOf(migration, payers)
  const input = { decision: decision.id, migration: migration.id, active: payers.length, uncovered: uncovered.map(({ name }) => name) }
  return await ctx.perform('product', 'planSunset', { id: product.id }, input)
}

/** Retires a product for which nobody pays any more, or with the decision that takes the exception. */
export async function retire(ctx: Context, id: string, exception?: string): Promise<AnyRow> {
  const product = await ctx.find('product', id)
  const decision = exception ? await ctx.find('decision', exception) : null
  const paying = (await payersOf(ctx, product)).map(({ name }) => name)
  return await ctx.perform('product', 'retire', { id: product.id }, { paying, exception: decision?.id ?? null })
}

/** Ends a migration from which everybody has moved, or stays by an exception that has not run out. */
export async function endMigration(ctx: Context, id: string): Promise<AnyRow> {
  const migration = await ctx.find('migration', id)
  const payers = await payersOf(ctx, await ctx.find('product', text(migration['product'])))
  const excepted = new Set(exceptionsOf(migration, payers, ctx.now().slice(0, 10)).map(({ payer }) => payer.id))
  const left = payers.filter((payer) => !excepted.has(payer.id)).map(({ name }) => name)
  return await ctx.perform('migration', 'end', { id: migration.id }, { left })
}

async function payersOf(ctx: Context, product: AnyRow): Promise<readonly Payer[]> {
  const { payers, lacks } = await payingReader(ctx)(namesOf(product, await everyRow(ctx, 'product')))
  if (payers === null)
    throw new Problem('refused', `Nobody can say who pays for ${product.key}.`, lacks ?? 'Bring in accounts and subscriptions.', { code: 'unknown-accounts' })
  return payers
}
