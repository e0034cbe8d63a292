import type { ReactNode } from 'react'
import { SectionHead } from '#web/parts/SectionHead.tsx'
import { StateWords } from '#web/parts/StateMark.tsx'
import { shareOf } from '#web/pages/capacity/telling.ts'
import { Split } from '#web/pages/roadmap/Capacity.tsx'
import { sayMany, sayPeriod, sayValue } from '#web/say.ts'
import { useUrl } from '#web/url.tsx'
import { words } from '#web/vocabulary.ts'
import type { PlanColumn, ScenarioAnswer } from './asked.ts'
import { Heads } from './Heads.tsx'

/** Today’s roadmap beside the solver’s best plan: worth, rules, split, load, and what is in and out at what price. */
export function Compared({ answer }: { readonly answer: ScenarioAnswer }) {
  const { today, best, currency, periods } = answer
  const money = (value: number | null): string => sayValue(value, 'money', currency)
  const columns = [
    { name: 'Today', note: 'the roadmap as it is', plan: today },
    { name: 'Solver’s best', note: best.status === 'optimal' ? 'proved' : 'with its bound', plan: best },
  ]
  return (
    <>
      <Verdicts answer={answer} />
      <section className="sec" aria-label="Split of effort">
        <SectionHead title="Split of effort" count="share of planned person-weeks; floors hold" />
        <div className="cols">
          {columns.map(({ name, plan }) => (
            <Split
              key={name}
              shares={plan.themes.map(({ theme, share, min }) => ({ investment: theme, share: share ?? 0, target: null, floor: min > 0 ? min : null }))}
            />
          ))}
        </div>
        {best.rulePrices.length > 0 && (
          <p className="note">{`${words(best.rulePrices.map(({ rule, low, high }) => `${rule.replace(':', ' of ')} costs ${range(low, high, money)}`).join('; '))}.`}</p>
        )}
      </section>
      <section className="sec" aria-label="Load of squads">
        <SectionHead title="Load of squads" count="planned ÷ capacity" />
        <div className="cols">
          {columns.map(({ name, plan }) => (
            <Load key={name} name={name} plan={plan} periods={periods} against={today} beside={best} />
          ))}
        </div>
      </section>
      <section className="sec" aria-label="Bets">
        <SectionHead title="What is in, and what each no costs" count="the price is what the plan loses when the bet is forced in" />
        <div className="cols">
          {columns.map(({ name, plan }) => (
            <Bets
              key={name}
              plan={plan}
              price={name === 'Today' ? null : (one) => (one ? (one.possible ? range(one.low, one.high, money) : 'breaks a rule') : 'not priced')}
              chosen={name === 'Today' ? null : best.robustness}
            />
          ))}
        </div>
        <Lacking plan={best} />
      </section>
    </>
  )
}

/** Both plans in words: how much they are worth, what they break, and how good the best one is. */
function Verdicts({ answer: { today, best, currency } }: { readonly answer: ScenarioAnswer }) {
  const money = (value: number | null): string => sayValue(value, 'money', currency)
  const gain = best.value !== null && today.value !== null ? best.value - today.value : null
  return (
    <div className="cols">
      <Verdict
        name="Today"
        note="the roadmap as it is"
        lines={[
          `${sayMany(today.bets.length, 'bet')} in these quarters`,
          today.breaks.length === 0
            ? `Worth ${money(today.value)} a year, chances and delay counted`
            : `${money(today.value)} a year on paper only: it cannot be done as it stands`,
        ]}
      >
        {today.breaks.length > 0 ? (
          <>
            <StateWords state="red">{`Breaks ${sayMany(today.breaks.length, 'rule')}`}</StateWords>
            <ul>
              {today.breaks.slice(0, 4).map((says) => (
                <li key={says}>{says}</li>
              ))}
              {today.breaks.length > 4 && <li>{`and ${today.breaks.length - 4} more`}</li>}
            </ul>
          </>
        ) : (
          <StateWords state="green">Keeps every rule</StateWords>
        )}
      </Verdict>
      <Verdict
        name="Solver’s best"
        note={bestNote(best.status)}
        isBest
        lines={[
          `${sayMany(best.bets.length, 'bet')} in these quarters`,
          `Worth ${money(best.value)} a year`,
          ...(gain !== null && today.breaks.length === 0 ? [`${money(gain)} more than today`] : []),
          ...(best.value !== null && today.breaks.length > 0 ? ['Not to be held against today’s figure, which breaks rules; this one keeps them all'] : []),
          ...(best.value === null ? [] : [best.greedy === null ? 'No plan by rank alone keeps the floors' : `By rank alone: ${money(best.greedy)}`]),
        ]}
      >
        <StateWords state={best.value === null ? 'red' : 'green'}>{best.says}</StateWords>
        {best.robustness && <p>{`Held against ${best.robustness.solved} drawn worlds; shares stand beside each bet.`}</p>}
        {best.conflict && (
          <ul>
            <li>{`${best.conflict.irreducible ? 'These alone' : 'These'} cannot all hold: ${[...new Set(best.conflict.says)].join('; ')}.`}</li>
            {best.conflict.changes.map(({ says }) => (
              <li key={says}>{`To make it possible: ${says}.`}</li>
            ))}
          </ul>
        )}
      </Verdict>
    </div>
  )
}

function Verdict({
  name,
  note,
  lines,
  isBest = false,
  children,
}: {
  readonly name: string
  readonly note: string
  readonly lines: readonly string[]
  readonly isBest?: boolean
  readonly children: ReactNode
}) {
  return (
    <section className={`verdict ${isBest ? 'best' : ''}`} aria-label={name}>
      <h2>
        {name} <span className="muted t12">{note}</span>
      </h2>
      <ul className="t13 num">
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <div className="said t13">{children}</div>
    </section>
  )
}

export function Load({
  name,
  plan,
  periods,
  against,
  beside,
}: {
  readonly name: string
  readonly plan: PlanColumn
  readonly periods: readonly string[]
  /** Today’s plan, when what people who move change is to be told. */
  readonly against?: PlanColumn
  /** The plan in the next column: a skill that one of them uses has its row in each, so that rows stand level. */
  readonly beside?: PlanColumn
}) {
  const isUsed = (squad: string, skill: string): boolean =>
    [plan, against, beside].some((one) => one?.skills.some((each) => each.squad === squad && each.skill === skill && each.used > 0))
  const lines = [...Map.groupBy(plan.load, ({ squad }) => squad)].flatMap(([squad, all]) => [
    { squad, skill: null, cells: all },
    ...[...Map.groupBy(plan.skills, (one) => (one.squad === squad ? one.skill : null))].flatMap(([skill, some]) =>
      skill !== null && isUsed(squad, skill) ? [{ squad, skill, cells: some }] : [],
    ),
  ])
  return (
    <table className="load num t13" aria-label={`Load: ${name}`}>
      <Heads of="Squad" periods={periods} />
      <tbody>
        {lines.map(({ squad, skill, cells }) => (
          <tr key={`${squad} ${skill ?? ''}`}>
            <th scope="row" className={skill === null ? undefined : 'skill'}>
              {skill ?? squad}
            </th>
            {cells.map(({ period, used, capacity }) => (
              <td
                key={period}
                className={used > capacity + 1e-6 ? 'over' : used / Math.max(1e-9, capacity) >= 0.85 ? 'tight' : used === 0 ? '' : 'ok'}
                title={`${skill === null ? '' : `${skill} in ${squad}: `}${Math.round(used)} of ${Math.round(capacity)} person-weeks`}
              >
                {shareOf({ gives: capacity, asked: used })}
                {skill === null && gained(against, squad, period, capacity)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

export function Bets({
  plan,
  price,
  chosen,
}: {
  readonly plan: PlanColumn
  readonly price: ((one: PlanColumn['dropped'][number]['price']) => string) | null
  readonly chosen: ScenarioAnswer['best']['robustness']
}) {
  const { set } = useUrl()
  const share = (key: string): string => {
    const found = chosen?.chosen.filter(({ item }) => item === key || item.startsWith(`${key}#`)).at(-1)
    return found ? `${Math.round(found.share * 100)}%` : ''
  }
  return (
    <div className="bets t13 num">
      <ul>
        {plan.bets.map(({ key, title, from, to, wasTo }) => (
          <li key={key}>
            <span className="muted">{key}</span>
            <button type="button" onClick={() => set({ peek: `initiative:${key}` })}>
              {title}
            </button>
            <span className="muted">{share(key)}</span>
            <span className={wasTo !== to && price ? 'b' : ''}>{from === to ? sayPeriod(to) : `${sayPeriod(from).slice(0, 2)} – ${sayPeriod(to)}`}</span>
          </li>
        ))}
      </ul>
      <h3 className="muted">{`Not in it${price ? ', and the price of each' : ''}`}</h3>
      <ul>
        {plan.dropped.map((one) => (
          <li key={one.key}>
            <span className="muted">{one.key}</span>
            <s>{one.title}</s>
            <span className="muted">{share(one.key)}</span>
            <span className="b">{price ? price(one.price) : ''}</span>
          </li>
        ))}
        {plan.dropped.length === 0 && <li className="muted">Nothing is left out</li>}
      </ul>
    </div>
  )
}

/** Bets that no plan can do as things stand. */
export function Lacking({ plan: { unplanned } }: { readonly plan: PlanColumn }) {
  return unplanned.length === 0 ? null : (
    <p className="note">{`Cannot be planned, since they lack something: ${unplanned.map(({ key, lacks }) => `${key} (${lacks})`).join(', ')}.`}</p>
  )
}

const bestNote = (status: string): string =>
  ({ optimal: 'proved: no plan is better', feasible: 'with its bound', infeasible: 'the rules cannot all hold' })[status] ?? status

function range(low: number, high: number | null, money: (value: number) => string): string {
  if (high === null) return 'not known'
  if (high < 1) return 'nothing'
  return high - low < 1e-6 * Math.max(1, high) ? money(low) : `${money(low)} to ${money(high)}`
}

/** Person-weeks that people who move bring to a squad, or take from it; nothing where nobody moves. */
function gained(against: PlanColumn | undefined, squad: string, period: string, capacity: number): ReactNode {
  const before = against?.load.find((one) => one.squad === squad && one.period === period)?.capacity
  const by = before === undefined ? 0 : Math.round(capacity - before)
  return by === 0 ? null : <span className="sub">{` ${by > 0 ? '+' : '−'}${Math.abs(by)} pw`}</span>
}
