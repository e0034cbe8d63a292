import { disorder } from '../disorder.ts'

/** What a case argues with, as far as it is judged for being complete. */
export interface CaseTerms {
  readonly sponsor: string | null
  readonly assumptions: readonly string[] | null
  readonly proposes: string | null
  readonly options: readonly { readonly name: string; readonly isNothing: boolean | null }[] | null
  readonly stages: readonly (Ranged & { readonly option: string; readonly name: string; readonly start: number; readonly end: number })[] | null
  readonly flows: readonly (Ranged & { readonly option: string; readonly name: string })[] | null
  readonly successMetrics: readonly { readonly metric: string; readonly baseline: number | null; readonly target: number; readonly by: string }[] | null
  readonly killCriteria: readonly { readonly metric: string; readonly decider: string | null }[] | null
}
interface Ranged {
  readonly low: number | null
  readonly likely: number
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
export function figureFault({ options, stages, flows }: Pick<CaseTerms, 'options' | 'stages' | 'flows'>): Fault | null {
  const names = (options ?? []).map(({ name }) => name)
  const all = [...(stages ?? []), ...(flows ?? [])]
  const astray = all.find(({ option }) => !names.includes(option))
  if (astray) return [`“${astray.name}” belongs to “${astray.option}”, which is no option of the case.`, `Choose ${names.join(', ')}.`]
  for (const figure of all) {
    const unordered = disorder(figure)
    if (unordered) return [`“${figure.name}”: ${unordered[0]}`, unordered[1]]
  }
  const reversed = (stages ?? []).find(({ start, end }) => end < start)
  if (reversed) return [`“${reversed.name}” ends before it starts.`, 'Swap the two.']
  const twice = all.find((one) => all.some((other) => other !== one && other.option === one.option && other.name === one.name))
  return twice ? [`“${twice.option}” holds “${twice.name}” twice.`, 'Name them apart.'] : null
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
