import { computed, type Computed } from '#engines/portfolio/formula/computed.ts'
import { recordsIn, type Context } from '#kernel'
import { number, text } from '../reading.ts'
import { worthOf, type WeighedCase } from './weighed.ts'

/** Figures as they are being typed, weighed before they are kept. */
export interface WeighedDraft extends Pick<WeighedCase, 'worth' | 'why' | 'file'> {
  /** What each formula comes to at the likely figures, or why it cannot be computed; each text once. */
  readonly formulas: readonly FormulaAnswer[]
}
export type FormulaAnswer = Computed & { readonly formula: string }

/** What a case would be worth with other figures; what is not given is as the case has it. Nothing is kept. */
export async function weighDraft(ctx: Context, id: string, given: Readonly<Record<string, unknown>>): Promise<WeighedDraft> {
  const row = await ctx.find('businessCase', id)
  const draft = {
    ...row,
    ...Object.fromEntries(['rate', 'options', 'inputs', 'stages', 'flows'].flatMap((name) => (name in given ? [[name, given[name]]] : []))),
  }
  const inputs = Object.fromEntries(recordsIn(draft['inputs']).map((one) => [text(one['name']), number(one['likely']) ?? 0]))
  const texts = [...recordsIn(draft['stages']), ...recordsIn(draft['flows'])].map((one) => text(one['formula'])).filter((formula) => formula !== '')
  const formulas = [...new Set(texts)].map((formula): FormulaAnswer => ({ formula, ...computed(formula, inputs) }))
  return { ...worthOf(draft, ctx.workspace.currency), formulas }
}
