import type { CaseAnswer } from '#flows/planning/caseFile.ts'
import type { FileForecast } from '#flows/planning/forecastFile.ts'
import type { PlanAnswer } from '#flows/planning/optimiseFile.ts'
import type { StatelessPlanning } from '#flows/planning/planning.ts'
import type { ScoreAnswer } from '#flows/planning/scoreFile.ts'
import { textTable } from './table.ts'

export function shownPlan(answer: PlanAnswer): string {
  const { status, says, value, bound, greedy, plan, leftOut, load, skills, themes, rulePrices, robustness, conflict, notes } = answer
  const chosen = new Map(robustness?.chosen.map(({ item, share }) => [item, share]))
  const inWorlds = (item: string): string => (robustness ? percent(chosen.get(item) ?? null) : '')
  return [
    `${says}${value === null ? '' : ` Worth ${figure(value)}, bound ${figure(bound)}; ${greedy === null ? (plan.length === 0 ? 'by rank alone nothing fits either' : 'no plan by rank alone keeps the rules') : `by rank alone ${figure(greedy)}`}.`} (${status})`,
    ...(conflict
      ? [
          '',
          'These rules cannot all hold:',
          ...[...new Set(conflict.says)].map((rule) => `  - ${rule}`),
          'To make a plan possible:',
          ...conflict.changes.map((one) => `  - ${one.says}`),
        ]
      : []),
    ...(plan.length > 0
      ? [
          '',
          textTable(
            ['period', 'item', 'worth', 'weeks', ...(robustness ? ['chosen'] : [])],
            plan.map((one) => [one.period, one.title, round(one.worth), one.effort, ...(robustness ? [inWorlds(one.item)] : [])]),
          ),
        ]
      : []),
    ...(leftOut.length > 0 && plan.length > 0
      ? [
          '',
          'Not in the plan, with the price of doing it all the same:',
          textTable(
            ['item', 'worth', 'weeks', 'price', 'pushes out', ...(robustness ? ['chosen'] : [])],
            leftOut.map((one) => [
              one.item,
              round(one.worth),
              one.effort,
              price(one.price),
              one.price?.pushesOut.join(', ') ?? '',
              ...(robustness ? [inWorlds(one.item)] : []),
            ]),
          ),
        ]
      : []),
    ...(plan.length > 0
      ? [
          '',
          textTable(
            ['squad', 'period', 'used', 'capacity'],
            loadLines({ load, skills }).map(({ of, period, used, capacity }) => [of, period, round(used), capacity]),
          ),
        ]
      : []),
    ...(themes.length > 0 && plan.length > 0
      ? [
          '',
          textTable(
            ['theme', 'share', 'min', 'max'],
            themes.map(({ theme, share, min, max }) => [theme, percent(share), percent(min), percent(max)]),
          ),
        ]
      : []),
    ...(rulePrices.length > 0
      ? [
          '',
          textTable(
            ['rule', 'price'],
            rulePrices.map((one) => [one.rule, price({ ...one, possible: true })]),
          ),
        ]
      : []),
    ...(notes.length > 0 ? ['', ...notes] : []),
  ].join('\n')
}

/** The load of squads, and below it of their people with a skill, as rules call them. */
export const loadLines = ({ load, skills }: Pick<PlanAnswer, 'load' | 'skills'>) => [
  ...load.map(({ squad, ...one }) => ({ ...one, of: squad })),
  ...skills.map(({ squad, skill, ...one }) => ({ ...one, of: `${skill} in ${squad}` })),
]

export function shownForecast({ items, all, runs, seed, keyResults = [] }: FileForecast): string {
  const rows = items.map((one) => [
    one.id,
    one.p50 ?? 'never',
    one.p80 ?? 'never',
    one.p85 ?? 'never',
    one.p95 ?? 'never',
    percent(one.criticality),
    percent(one.chance),
    one.weak.join('; '),
  ])
  return [
    `All done by ${all.p50 ?? 'never'} with a chance of 50%, by ${all.p85 ?? 'never'} with 85%. ${runs.toLocaleString('en-US')} runs, seed ${seed}.`,
    '',
    textTable(['item', '50%', '80%', '85%', '95%', 'critical', 'chance', 'weak because'], rows),
    ...(keyResults.length === 0
      ? []
      : [
          '',
          textTable(
            ['key result', 'chance', 'without the items', '10%', '50%', '90%', 'lifted by'],
            keyResults.map((one) => [
              one.id,
              percent(one.chance),
              percent(one.without),
              ...[one.p10, one.p50, one.p90].map(figure),
              one.effects.map(({ of, lifts }) => `${of} ${lifts >= 0 ? '+' : ''}${percent(lifts)}`).join(', '),
            ]),
          ),
        ]),
  ].join('\n')
}

export function shownScores({ method, ranking, agreement, cutLine, notes }: ScoreAnswer): string {
  const above = new Set(cutLine?.above)
  const rows = ranking.map((one) => {
    const [flip] = (one.flips ?? []).filter(({ at }) => at !== null)
    const shaky = flip?.change === null || flip === undefined ? '' : `${flip.key} ${round(flip.at ?? 0)} (${flip.change > 0 ? '+' : ''}${percent(flip.change)})`
    return [
      one.rank,
      one.item,
      one.value === null ? `unknown: ${one.missing.join(', ')}` : String(round(one.value)),
      shaky,
      one.spread ? `${round(one.spread.low)}–${round(one.spread.high)}` : '',
      cutLine ? (above.has(one.item) ? 'above' : 'below') : '',
    ]
  })
  return [
    textTable(['rank', 'item', method, 'loses its place at', 'rank 10–90%', 'line'], rows),
    ...Object.entries(agreement).map(([other, tau]) => `${other} agrees with ${method} by tau-b ${tau === null ? 'unknown' : round(tau)}`),
    ...(cutLine?.flags.map(({ says }) => says) ?? []),
    ...notes,
  ].join('\n')
}

export function shownCase({ currency, best, options }: CaseAnswer): string {
  const money = (value: number): string => String(Math.round(value * 100) / 100)
  const figure = (value: number): string => (Math.abs(value) < 1 ? String(Number(value.toPrecision(4))) : money(value))
  return [
    `Worth most at its likely figures: ${best}. In ${currency}, discounted; stages may fail.`,
    '',
    textTable(
      ['option', 'value', 'P10', 'P50', 'P90', 'chance of a loss', 'worst tenth'],
      options.map(({ name, value, draws }) => [name, ...[value, draws.p10, draws.p50, draws.p90].map(money), percent(draws.loss), money(draws.worstTenth)]),
    ),
    '',
    textTable(
      ['option', 'figure', 'at its low', 'at its high', 'breaks even at'],
      options.flatMap(({ name, swings }) =>
        swings.map((one) => [name, one.name, money(one.low), money(one.high), one.breakEven === null ? '' : figure(one.breakEven)]),
      ),
    ),
  ].join('\n')
}

export function shownThrash({ index, band, above, below, byCause, bySponsor, learningShare, lines }: ReturnType<StatelessPlanning['thrash']>): string {
  const parts = (shares: Readonly<Record<string, number | undefined>>) => Object.entries(shares).map(([name, share]) => [name, round(share ?? 0)])
  return [
    index === null
      ? 'Nothing was committed, so there is no index.'
      : `Thrash ${round(index)} (${band}): ${round(above)} of ${round(below)} weighed person-weeks. Learning share ${percent(learningShare)}.`,
    '',
    textTable(['cause', 'index'], parts(byCause)),
    '',
    textTable(['sponsor', 'index'], parts(bySponsor)),
    '',
    textTable(
      ['at', 'item', 'change', 'weight', 'cause', 'left out as'],
      lines.map((one) => [one.at, one.item, one.kind, round(one.weight), one.cause, one.left ?? '']),
    ),
  ].join('\n')
}

const round = (value: number): number => Math.round(value * 1000) / 1000
const figure = (value: number | null): string => (value === null ? 'not known' : round(value).toLocaleString('en-US'))
const percent = (share: number | null): string => (share === null ? '–' : `${Math.round(share * 1000) / 10}%`)

function price(one: { readonly low: number; readonly high: number | null; readonly possible: boolean } | null): string {
  if (one === null) return ''
  if (!one.possible) return 'breaks a rule'
  if (one.high === null) return 'not known'
  return one.high - one.low < 1e-6 * Math.max(1, one.high) ? figure(one.low) : `${figure(one.low)} to ${figure(one.high)}`
}
