import type { Allocated } from '#flows/planning/allocation/allocated.ts'
import type { PlanForecast } from '#flows/planning/forecasted.ts'
import type { Goals } from '#flows/planning/goals.ts'
import type { OpportunityTree } from '#flows/planning/opportunities/tree.ts'
import type { HealthFigure, PortfolioHealth } from '#flows/planning/portfolio/health.ts'
import type { FeedEntry } from '#flows/planning/record/feed.ts'
import type { Kept } from '#flows/planning/record/kept.ts'
import type { Releases } from '#flows/planning/releases/releases.ts'
import type { ScenarioAnswer } from '#flows/planning/scenarios/scenarios.ts'
import type { Priorities } from '#flows/planning/scoring/priorities.ts'
import type { DependencyMap } from '#flows/planning/waiting/dependencies.ts'
import type { SlipAnswer } from '#flows/planning/waiting/slipped.ts'
import { loadLines } from './planShown.ts'
import { textTable } from './table.ts'
import type { Tools } from './tools.ts'

type Show = Tools['show']

export function goals({ objectives, periods }: Goals, show: Show): string {
  const rows = objectives.flatMap((one) => [
    [one.key, one.title, one.period, one.owner ?? '', one.state, '', '', round(one.score), one.band ?? ''],
    ...one.keyResults.map((line) => {
      const figure = (value: number | null): string => (line.unit === null ? said(value) : show(value, line.unit, line.currency))
      return [
        line.key,
        `  ${line.title}${line.part ? ` (${line.part})` : ''}`,
        '',
        line.owner ?? '',
        words(line.standing),
        figure(line.now),
        figure(line.target),
        round(line.score),
        percent(line.confidence),
      ]
    }),
  ])
  return lines(
    periods.map(({ period, attainment: { met, of, share }, landing, cycle }) => {
      const likely = landing ? `, ${round(landing.expected)} likely (${landing.low} to ${landing.high})` : ''
      return `${period}${cycle ? ` (${cycle.key}, ${cycle.state})` : ''}: ${met} of ${of} committed key results met${share === null ? '' : `, ${percent(share)}`}${likely}.`
    }),
    table(['key', 'goal', 'period', 'owner', 'state', 'now', 'target', 'score', 'band or confidence'], rows, 'No objective.'),
    objectives.flatMap(({ keyResults }) => keyResults.flatMap(({ key, doubts }) => doubts.map((doubt) => `${key}: ${doubt}`))),
  )
}

export function priorities({ method, today, bets, cut, agreement, quarters }: Priorities): string {
  const rows = bets.map((bet) => {
    const own = bet.scores[method]
    const [flip] = (bet.flips ?? []).filter(({ at }) => at !== null)
    return [
      bet.rank,
      bet.key,
      bet.title,
      bet.team ?? '',
      own?.value == null ? `lacks ${own?.missing.join(', ') || 'an answer'}` : round(own.value),
      bet.spread ? `${bet.spread.low}–${bet.spread.high}` : '',
      flip ? `${flip.key} ${round(flip.at)}` : '',
      said(bet.weeks),
      bet.isAbove ? 'above' : 'below',
      bet.stale.map(({ input, says }) => `${input} ${says}`).join('; '),
    ]
  })
  return lines(
    [`As of ${today}, by ${method}. ${round(cut.used)} of ${round(cut.capacity)} person-weeks of ${quarters.join(', ')} lie above the line (${cut.mode}).`],
    table(['rank', 'key', 'bet', 'squad', method, 'rank 10–90%', 'loses its place at', 'weeks', 'line', 'stale'], rows, 'No open bet.'),
    [...(agreement.w === null ? [] : [`${agreement.of.join(', ')} agree by W ${round(agreement.w)}.`]), ...cut.says],
  )
}

export function dependencies({ today, needs, circles, critical, moved }: DependencyMap): string {
  const rows = needs.map((one) => [
    one.key,
    one.title,
    one.taker?.key ?? '',
    one.giver?.key ?? one.provider,
    one.strength,
    one.neededBy,
    one.expectedOn ?? '–',
    said(one.slack),
    words(one.standing),
  ])
  return lines([`As of ${today}.`], table(['key', 'need', 'for', 'from', 'strength', 'needed', 'expected', 'slack', 'stands'], rows, 'Nothing waits.'), [
    ...(critical.length > 0 ? [`Critical path: ${critical.join(' → ')}`] : []),
    ...circles.map((keys) => `In a circle: ${keys.join(' → ')} → ${keys[0] ?? ''}`),
    ...moved.map(({ key, title, days, to }) => `${key} ${title} lands ${count(days, 'day')} later, ${to}, by what is late already.`),
  ])
}

export function slip({ key, title, days, chain, absorbed, accounts, recurring, currency, promises, releases, keyResults }: SlipAnswer, show: Show): string {
  const rows = chain.map((one) => [
    one.key,
    one.title,
    one.from,
    one.to,
    one.days,
    one.hardDate ? `${one.hardDate.on}${one.hardDate.isMissed ? (one.hardDate.wasMissed ? ' missed anyway' : ' missed') : ''}` : '',
  ])
  return lines([`${key} ${title} lands ${count(days, 'day')} later.`], table(['key', 'moves', 'from', 'to', 'days', 'promised day'], rows, 'Nothing moves.'), [
    ...(absorbed.length > 0 ? [`Absorbed by slack: ${absorbed.map((one) => one.key).join(', ')}`] : []),
    ...promises.map((one) => `Promise ${one.key} ${one.title}: ${one.from} → ${one.to}${one.isLate && !one.wasLate ? ', too late' : ''}`),
    ...releases.map((one) => `Feature ${one.key} ${one.title} misses ${one.versions.join(', ') || (one.due ?? 'its time')}`),
    ...keyResults.map((one) => `Key result ${one.key} ${one.title} ends ${one.due}, before ${one.bets.join(', ')}`),
    ...accounts.map((one) => `Account ${one.key} ${one.name}, ${show(one.recurring, 'money', currency)}: ${one.because.join(', ')}`),
    ...(recurring === null ? [] : [`${show(recurring, 'money', currency)} a year recurs from them.`]),
  ])
}

export function forecasts({ start, runs, bets, all, isSpentKnown, calibration, lacking }: PlanForecast): string {
  const rows = bets.map((one) => [
    one.key,
    one.title,
    one.p50 ?? 'never',
    one.p85 ?? 'never',
    one.p95 ?? 'never',
    percent(one.criticality),
    one.by ?? '',
    percent(one.chance),
    one.given ?? '',
    one.weak.join('; '),
  ])
  return lines(
    [
      bets.length === 0
        ? `From ${start}: no committed bet can be forecast.`
        : `From ${start}: all done by ${all.p50 ?? 'never'} with a chance of 50%, by ${all.p85 ?? 'never'} with 85%. ${runs.toLocaleString('en-US')} runs.`,
      calibration.says,
      ...(isSpentKnown ? [] : ['What was spent so far is not known: whole sizes are counted.']),
    ],
    table(['key', 'bet', '50%', '85%', '95%', 'critical', 'by', 'chance', 'its people say', 'weak because'], rows, 'No bet is forecast.'),
    lacking.map(({ key, title, lacks }) => `Not forecast: ${key} ${title} lacks ${lacks}`),
  )
}

export function kept({ baseline, predictability, thrash, differences, unready }: Kept): string {
  return lines(
    [
      `${baseline.key} ${baseline.title}, ${baseline.period} (${baseline.state}), committed ${baseline.committedAt.slice(0, 10)}: ${count(baseline.items, 'bet')}, ${round(baseline.weeks)} person-weeks.`,
      ...(baseline.amends ? [`It amends ${baseline.amends.key}: ${baseline.amends.cause ?? 'no cause'}. ${baseline.amends.reason ?? ''}`.trim()] : []),
      `Predictability ${percent(predictability.byEffort)} by effort, ${percent(predictability.byCount)} by count: ${predictability.delivered} of ${count(predictability.n, 'promised bet')} delivered.`,
      thrash.index === null
        ? 'Nothing was committed, so there is no thrash index.'
        : `Thrash ${round(thrash.index)} (${thrash.band ?? ''}), learning share ${percent(thrash.learningShare)}.`,
      ...(unready.unsized + unready.unowned > 0 ? [`${unready.unsized} of the frozen bets had no size, ${unready.unowned} no owner.`] : []),
    ],
    table(
      ['thrash by', 'name', 'index'],
      [
        ...Object.entries(thrash.byCause).map(([name, share]) => ['cause', words(name), round(share ?? null)]),
        ...Object.entries(thrash.byProduct).map(([name, share]) => ['product', name, round(share)]),
        ...Object.entries(thrash.bySponsor).map(([name, share]) => ['sponsor', name, round(share)]),
      ],
      'No thrash.',
    ),
    table(
      ['at', 'key', 'bet', 'change', 'weight', 'cause', 'sponsor', 'by', 'left out as'],
      thrash.lines.map((one) => [
        one.at.slice(0, 10),
        one.key,
        one.title,
        words(one.kind),
        round(one.weight),
        words(one.cause),
        one.sponsor ?? '',
        one.by,
        one.left ?? '',
      ]),
      'Nothing of it was changed.',
    ),
    differences.map((one) => `${one.key} ${one.title}: ${one.says}`),
  )
}

export function changes(items: readonly FeedEntry[]): string {
  return table(
    ['at', 'key', 'bet', 'what', 'cause', 'sponsor', 'by'],
    items.map((one) => [one.at.slice(0, 16).replace('T', ' '), one.key, one.title, one.says.join('; '), one.cause ?? '', one.sponsor ?? '', one.by]),
    'Nothing changed.',
  )
}

export function allocation({ quarter, squad, agreed, split, effort, uncounted, squads }: Allocated): string {
  const { planned, actual } = split.misallocation
  const rows = split.rows.map((row) => [
    words(row.investment),
    percent(row.target),
    percent(row.planned.share),
    percent(row.actual?.share ?? null),
    percent(row.planDrift),
    percent(row.executionDrift),
    words(row.planned.standing ?? ''),
    words(row.actual?.standing ?? ''),
  ])
  return lines(
    [
      `${quarter}${squad === null ? '' : `, ${squad}`}: ${agreed ? `${agreed.key} ${agreed.title}, revision ${agreed.revision}` : 'no split is agreed'}.`,
      `${round(split.planned)} person-weeks planned, ${split.actual === null ? 'none recorded as spent' : `${round(split.actual)} spent`}. Elsewhere than agreed: ${percent(planned)} of the plan, ${percent(actual)} of the spent.`,
    ],
    table(['kind of work', 'agreed', 'planned', 'spent', 'plan drift', 'execution drift', 'plan', 'spent is'], rows, 'No effort is planned or spent.'),
    table(
      ['squad', 'planned', 'spent'],
      squads.map((one) => [one.name, round(one.planned), round(one.actual)]),
      'No squad has effort in it.',
    ),
    [
      ...('lacks' in effort ? [effort.lacks] : effort.trust.reasons.map(({ says }) => says)),
      ...uncounted.map((one) => `Not counted: ${one.key} ${one.title}, ${one.lacks}`),
    ],
  )
}

export function opportunities({ outcomes, currency, month, lacks }: OpportunityTree, show: Show): string {
  return lines(
    [month === null ? (lacks ?? 'Nobody knows what accounts pay.') : `Revenue of a year, as paid at the end of ${month}.`],
    ...outcomes.map(({ objective, nodes }) =>
      lines(
        [objective ? `${objective.key} ${objective.title}` : 'Serving no outcome'],
        table(
          ['key', 'opportunity', 'state', 'voices', 'accounts', 'revenue', 'score', 'bets'],
          nodes.map(({ key, title, depth, state, evidence, score, bets }) => [
            key,
            `${'  '.repeat(depth)}${title}`,
            state,
            evidence.voices,
            evidence.accounts,
            show(evidence.revenue, 'money', currency),
            round(score),
            bets.map((bet) => bet.key).join(', '),
          ]),
          'None.',
        ),
      ),
    ),
  )
}

export function releases({ today, lines: told, unplaced }: Releases): string {
  const rows = told.map((one) => [
    one.key,
    one.title,
    one.product.name,
    one.state,
    one.releasedOn ?? one.outlook?.promised ?? one.window ?? '',
    one.outlook ? words(one.outlook.level) : '',
    `${one.features.filter(({ isReady }) => isReady).length} of ${one.features.length}`,
    one.outlook?.says ?? one.reason ?? '',
  ])
  return lines(
    [`As of ${today}.`],
    table(['key', 'release', 'product', 'state', 'on', 'outlook', 'ready', 'why'], rows, 'No release.'),
    unplaced.length > 0 ? [`In no release: ${unplaced.map(({ key }) => key).join(', ')}`] : [],
  )
}

export function health({ today, currency, lines: told, migrations }: PortfolioHealth, show: Show): string {
  const figure = ({ value, unit }: HealthFigure): string => show(value, unit, currency)
  const rows = told.map(({ key, name, lifecycle, figures, graded, proposed }) => [
    key,
    name,
    lifecycle,
    ...[
      figures.revenue,
      figures.margin,
      figures.netRetention,
      figures.usage,
      figures.satisfaction,
      figures.tickets,
      figures.incidents,
      figures.effortShare,
    ].map(figure),
    graded.grade ?? 'unknown',
    proposed.proposal ?? `unknown: ${proposed.lacks.join(', ')}`,
  ])
  const head = [
    'key',
    'product',
    'lifecycle',
    'revenue',
    'margin',
    'net retention',
    'usage',
    'satisfaction',
    'tickets',
    'incidents',
    'effort',
    'grade',
    'proposed',
  ]
  return lines(
    [`As of ${today}.`],
    table(head, rows, 'No product line.'),
    migrations.map(
      ({ key, title, state, left, moved, endOn }) =>
        `${key} ${title} (${state}${endOn ? `, ends ${endOn}` : ''}): ${moved ? `${moved.accounts} of ${moved.of} moved` : 'nobody is counted'}${left ? `, ${count(left.accounts, 'account')} left with ${show(left.arr, 'money', currency)}` : ''}.`,
    ),
  )
}

export function scenarios({ currency, today, best }: ScenarioAnswer, show: Show): string {
  const money = (value: number | null): string => show(value, 'money', currency)
  return lines(
    [
      `${best.says} (${best.status})`,
      `Today’s plan is worth ${money(today.value)}, the best ${money(best.value)}; no plan that keeps every rule is worth more than ${money(best.bound)}; ${best.greedy === null ? 'no plan by rank alone keeps them' : `by rank alone ${money(best.greedy)}`}.`,
      ...today.breaks.map((one) => `Today’s plan breaks a rule: ${one}.`),
      ...(best.conflict
        ? [
            'These rules cannot all hold:',
            ...[...new Set(best.conflict.says)].map((rule) => `  - ${rule}`),
            'To make a plan possible:',
            ...best.conflict.changes.map(({ says }) => `  - ${says}`),
          ]
        : []),
    ],
    table(
      ['key', 'bet', 'from', 'to', 'today', ...(best.robustness ? ['chosen'] : [])],
      best.bets.map((one) => [
        one.key,
        one.title,
        one.from,
        one.to,
        one.wasTo ?? 'not planned',
        ...(best.robustness ? [percent(chosenShare(best.robustness, one.key))] : []),
      ]),
      'No bet is in the best plan.',
    ),
    table(
      ['left out', 'bet', 'price'],
      best.dropped.map(({ key, title, price }) => [key, title, price === null ? '' : price.possible ? between(price, money) : 'breaks a rule']),
      'Nothing is left out.',
    ),
    table(
      ['squad', 'quarter', 'used', 'capacity'],
      loadLines(best).map(({ of, period, used, capacity }) => [of, period, round(used), round(capacity)]),
      'No load.',
    ),
    table(
      ['rule', 'price'],
      best.rulePrices.map((one) => [one.rule, between(one, money)]),
      'No rule costs anything.',
    ),
    best.unplanned.map(({ key, title, lacks }) => `Cannot be planned: ${key} ${title} lacks ${lacks}`),
  )
}

/** In which share of the drawn worlds the last phase of a bet is chosen. */
function chosenShare(robustness: ScenarioAnswer['best']['robustness'], key: string): number | null {
  return robustness?.chosen.findLast(({ item }) => item === key || item.startsWith(`${key}#`))?.share ?? null
}

/** Paragraphs with a line between them; empty ones are left out. */
const lines = (...parts: readonly (string | readonly string[])[]): string =>
  parts
    .map((part) => (typeof part === 'string' ? part : part.join('\n')))
    .filter((part) => part !== '')
    .join('\n\n')

const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[], otherwise: string): string =>
  rows.length === 0 ? otherwise : textTable(head, rows)

const between = ({ low, high }: { readonly low: number; readonly high: number | null }, money: (value: number | null) => string): string =>
  high === null ? 'not known' : money(low) === money(high) ? money(low) : `${money(low)} to ${money(high)}`
const count = (n: number, word: string): string => `${n.toLocaleString('en-US')} ${word}${n === 1 ? '' : 's'}`
const round = (value: number | null): string => (value === null ? '–' : (Math.round(value * 100) / 100).toLocaleString('en-US'))
const said = (value: number | null): string => (value === null ? '–' : value.toLocaleString('en-US'))
const percent = (share: number | null): string => (share === null ? '–' : `${Math.round(share * 1000) / 10}%`)
/** A name of the code in words: `atRisk` is at risk. */
const words = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
