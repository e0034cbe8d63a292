import type { AnyRow, Context } from '#kernel'
import type { Aimed } from './sheetFields.ts'
import type { Step } from './sheetPlan.ts'

/** Carries out what a line asks: created and agreed, edited, or revised. A metric of the code that has no entry in the dictionary yet gets one. Answers the target. */
export async function applyStep(ctx: Context, step: Step, aimed: Aimed, { agree, why }: { readonly agree: boolean; readonly why: string }): Promise<AnyRow> {
  if (step.action === 'unchanged')
    return step.row['state'] === 'draft' && agree ? await ctx.perform('metricTarget', 'agree', { id: step.row.id }, {}) : step.row
  if (step.action === 'create') {
    const metric = aimed.row?.id ?? (await entryFor(ctx, aimed))
    const made = await ctx.perform('metricTarget', 'create', {}, { ...step.fields, metric })
    return agree ? await ctx.perform('metricTarget', 'agree', { id: made.id }, {}) : made
  }
  const { row, edit } = step
  const editIt = async (): Promise<AnyRow> => (Object.keys(edit).length > 0 ? await ctx.perform('metricTarget', 'edit', { id: row.id }, edit, why) : row)
  if (step.action === 'change') {
    const done = await editIt()
    return row['state'] === 'draft' && agree ? await ctx.perform('metricTarget', 'agree', { id: row.id }, {}) : done
  }
  const reviseIt = async (): Promise<AnyRow> => await ctx.perform('metricTarget', 'revise', { id: row.id }, { ...step.terms, reason: why })
  // a step may not begin after the target is due: a later day comes before its steps, an earlier one after them
  if (String(step.terms['by'] ?? row['by']) < String(row['by'])) {
    await editIt()
    return await reviseIt()
  }
  const revised = await reviseIt()
  return Object.keys(edit).length > 0 ? await editIt() : revised
}

async function entryFor(ctx: Context, { key, name, better }: Aimed): Promise<string> {
  const known = (await ctx.read('metric', { filter: { metricKey: key }, limit: 1 })).items[0]
  if (known) return known.id
  return (await ctx.perform('metric', 'create', {}, { name, metricKey: key, origin: 'computed', direction: better })).id
}
