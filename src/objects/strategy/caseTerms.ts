import { computed } from '#engines/portfolio/formula/computed.ts'
import { disorder } from '../disorder.ts'

/** What a case argues with, as far as it is judged for being complete. */
export interface CaseTerms {
  readonly sponsor: string | null
  readonly assumptions: readonly string[] | null
  readonly proposes: string | null
  readonly options: readonly { readonly name: string; readonly isNothing: boolean | null }[] | null
  readonly inputs?: readonly (Ranged & { readonly name: string })[] | null
  readonly stages: readonly (Ranged & { readonly option: string; readonly name: string; readonly start: number; readonly end: number })[] | null
  readonly flows: readonly (Ranged & { readonly option: string; readonly name: string; readonly at?: number })[] | null
  readonly successMetrics: readonly { readonly metric: string; readonly baseline: number | null; readonly target: number; readonly by: string }[] | null
  readonly killCriteria: readonly { readonly metric: string; readonly decider: string | null }[] | null
}
interface Ranged {
  readonly low: number | null
  readonly likely: number
  readonly formula?: string | null
  readonly high: number | null
}
type Fault = readonly [reason: string, hint: string]

/** Why a case cannot be put before anybody, and what to do; null when it is whole (R-1.2 of the portfolio rules). */
export function lacksOf(of: CaseTerms, today: string): Fault | null {
  return optionFault(of) ?? figureFault(of) ?? proofFault(of, today)
}

function optionFault({ options, proposes }: CaseTerms): Fault | null {
  const names = (options ?? []).map(({ name }) => name)
  if (names.length < 2) return ['One option is no choice.', 'Add at least one more; doing nothing is one.']
  if (new Set(names).size < names.length) return ['Two options have one name.', 'Name them apart.']
  const nothing = (options ?? []).filter(({ isNothing }) => isNothing === true)
  if (nothing.length !== 1) return ['It does not say what doing nothing would bring.', 'Mark exactly one option as doing nothing.']
  if (proposes === null) return ['It proposes no option.', `Name the one that you argue for: ${names.join(', ')}.`]
  return names.includes(proposes) ? null : [`“${proposes}” is not one of its options.`, `Choose ${names.join(', ')}.`]
}

/** Faults of the figures by themselves; the page says them while the case is a draft. */
export function figureFault({ options, inputs, stages, flows }: Pick<CaseTerms, 'options' | 'inputs' | 'stages' | 'flows'>): Fault | null {
  const names = (options ?? []).map(({ name }) => name)
  const all = [...(stages ?? []), ...(flows ?? [])]
  const astray = all.find(({ option }) => !names.includes(option))
  if (astray) return [`“${astray.name}” belongs to “${astray.option}”, which is no option of the case.`, `Choose ${names.join(', ')}.`]
  for (const figure of [...(inputs ?? []), ...all]) {
    const unordered = figure.formula ? null : disorder(figure)
    if (unordered) return [`“${figure.name}”: ${unordered[0]}`, unordered[1]]
  }
  const reversed = (stages ?? []).find(({ start, end }) => end < start)
  if (reversed) return [`“${reversed.name}” ends before it starts.`, 'Swap the two.']
  return twiceFault(stages ?? [], flows ?? []) ?? inputFault(inputs ?? [], all)
}

/** A line of several years has one name; two figures of one option and year have two. */
function twiceFault(stages: NonNullable<CaseTerms['stages']>, flows: NonNullable<CaseTerms['flows']>): Fault | null {
  const placeOf = new Map<string, string>()
  for (const { option, name, place } of [
    ...stages.map((one) => ({ ...one, place: 'stage' })),
    ...flows.map((one) => ({ ...one, place: String(one.at ?? '') })),
  ]) {
    const key = JSON.stringify([option, name])
    const before = placeOf.get(key)
    if (before !== undefined && (before === 'stage' || place === 'stage' || before.split(' ').includes(place)))
      return [`“${option}” holds “${name}” twice.`, 'Name them apart.']
    placeOf.set(key, before === undefined ? place : `${before} ${place}`)
  }
  return null
}

/** Inputs are named by one word each, and formulas use no other and can be computed at the likely figures. */
function inputFault(inputs: NonNullable<CaseTerms['inputs']>, figures: readonly (Ranged & { readonly name: string })[]): Fault | null {
  const names = inputs.map(({ name }) => name)
  const odd = names.find((name) => !/^[A-Za-z_][A-Za-z0-9_]*$/.test(name))
  if (odd !== undefined) return [`“${odd}” is no name that a formula can use.`, 'Write one word, such as seats or price_per_seat.']
  const twice = names.find((name, at) => names.indexOf(name) < at)
  if (twice !== undefined) return [`The input “${twice}” stands twice.`, 'Name each once.']
  return formulaFault(Object.fromEntries(inputs.map(({ name, likely }) => [name, likely])), figures)
}

function formulaFault(inputs: Readonly<Record<string, number>>, figures: readonly (Ranged & { readonly name: string })[]): Fault | null {
  const names = Object.keys(inputs)
  const said = names.length > 0 ? [`The inputs are ${names.join(', ')}.`] : []
  for (const { name, formula } of figures) {
    const { fault, at } = formula ? computed(formula, inputs) : { fault: null, at: null }
    if (fault === null) continue
    if (at !== null)
      return [`The formula of “${name}” cannot be read at character ${at}: ${fault}`, 'Mend it under Figures; inputs are written as they are named.']
    return [`The formula of “${name}” cannot be computed: ${fault}`, [...said, 'Mend it under Figures.'].join(' ')]
  }
  return null
}

function proofFault({ sponsor, assumptions, successMetrics, killCriteria }: CaseTerms, today: string): Fault | null {
  if (sponsor === null) return ['Nobody stands for it.', 'Name its sponsor.']
  if (!assumptions?.length) return ['It names no assumption.', 'Link what must be true for the figures to hold.']
  if (!successMetrics?.length) return ['It names no measure of success.', 'Bind at least one to a metric, with its target and day.']
  const unmeasured = successMetrics.find(({ baseline }) => baseline === null)
  if (unmeasured) return [`“${unmeasured.metric}” has no baseline.`, 'Measure where it starts before promising where it ends.']
  const late = successMetrics.find(({ by }) => by <= today)
  if (late) return [`“${late.metric}” is promised for ${late.by === today ? 'today' : 'a day that has passed'}.`, 'Pick a day ahead.']
  return killCriteria?.length ? null : ['It names no kill criterion.', 'Say at which value of which metric it would be stopped, and who decides then.']
}

/** Metrics that a case names and the workspace does not know. */
export function unknownMetrics({ successMetrics, killCriteria }: CaseTerms, known: ReadonlySet<string>): readonly string[] {
  const named = [...(successMetrics ?? []), ...(killCriteria ?? [])].map(({ metric }) => metric)
  return [...new Set(named)].filter((metric) => !known.has(metric))
}
