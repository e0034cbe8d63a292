import { SectionHead } from '#web/parts/SectionHead.tsx'
import { Wide } from '#web/parts/Wide.tsx'
import { sayValue } from '#web/say.ts'
import { useUrl } from '#web/url.tsx'
import type { OptionWorth, WeighedCase } from './asked.ts'
import { Spread } from './Spread.tsx'
import { Tornado } from './Tornado.tsx'

type Worth = NonNullable<WeighedCase['worth']>

/** What each option is worth once its stages may fail, in drawn worlds too; below, which figure swings the chosen one most. */
export function Worth({ weighed: { worth, why, file }, proposes }: { readonly weighed: WeighedCase; readonly proposes: string | null }) {
  const { search } = useUrl()
  if (!worth)
    return (
      <section className="sec" aria-label="What it is worth">
        <SectionHead title="What it is worth" />
        <p className="note">{why}</p>
      </section>
    )
  const { options, currency, best } = worth
  const shown = options.find(({ name }) => name === (search['option'] ?? proposes)) ?? options[0]
  const ends = options.flatMap(({ draws }) => draws.spread.flatMap(({ from, to }) => [from, to]))
  const scale = { low: Math.min(0, ...ends), high: Math.max(0, ...ends) }
  const money = (value: number) => sayValue(value, 'money', currency)
  return (
    <section className="sec" aria-label="What it is worth">
      <SectionHead title={headline(worth, proposes)} count={`${options[0]?.draws.draws.toLocaleString('en-US') ?? ''} drawn worlds`} />
      <Wide label="What each option is worth">
        <table className="cards num worth">
          <thead>
            <tr>
              <th scope="col">Option</th>
              <th scope="col" className="r" title="Risk-adjusted net present value, at the likely figures">
                rNPV
              </th>
              <th scope="col" className="r">
                P10
              </th>
              <th scope="col" className="r">
                P50
              </th>
              <th scope="col" className="r">
                P90
              </th>
              <th scope="col" className="r">
                Loss
              </th>
              <th scope="col" className="r" title="Mean of the worst tenth of the worlds (CVaR 10)">
                Worst tenth
              </th>
              <th scope="col">Worlds</th>
            </tr>
          </thead>
          <tbody>
            {options.map((option) => (
              <Row key={option.name} option={option} isShown={option === shown} beside={wordsOf(option.name, proposes, best)} scale={scale} money={money} />
            ))}
          </tbody>
        </table>
      </Wide>
      {shown && <Tornado option={shown} file={file} money={money} />}
    </section>
  )
}

function Row({
  option,
  isShown,
  beside,
  scale,
  money,
}: {
  readonly option: OptionWorth
  readonly isShown: boolean
  readonly beside: string
  readonly scale: { readonly low: number; readonly high: number }
  readonly money: (value: number) => string
}) {
  const { set } = useUrl()
  const { name, value, draws } = option
  return (
    <tr className={isShown ? 'sel' : undefined}>
      <td className="wide">
        <button type="button" className="b" aria-pressed={isShown} onClick={() => set({ option: name })}>
          {name}
        </button>
        <span className="sub i1">{beside}</span>
        {option.roi !== null && (
          <span className="sub i1" title="Return on what is spent, in the money of today; years until it pays back, undiscounted">
            {`ROI ${sayValue(option.roi, 'ratio')}, ${option.payback === null ? 'never back' : `back in ${sayValue(option.payback, 'count')} y`}`}
          </span>
        )}
      </td>
      <td data-l="rNPV" className="r nw b">
        {money(value)}
      </td>
      <td data-l="P10" className="r nw">
        {money(draws.p10)}
      </td>
      <td data-l="P50" className="r nw">
        {money(draws.p50)}
      </td>
      <td data-l="P90" className="r nw">
        {money(draws.p90)}
      </td>
      <td data-l="Loss" className="r">
        {sayValue(draws.loss, 'ratio')}
      </td>
      <td data-l="Worst tenth" className="r nw">
        {money(draws.worstTenth)}
      </td>
      <td data-l="Worlds">
        <Spread option={option} scale={scale} money={money} />
      </td>
    </tr>
  )
}

function headline({ options, best, currency }: Worth, proposes: string | null): string {
  const own = options.find(({ name }) => name === proposes)
  if (!own) return `“${best}” is worth most at the likely figures`
  const chance = sayValue(1 - own.draws.loss, 'ratio')
  return `“${own.name}” is worth ${sayValue(own.value, 'money', currency)}, and gains in ${chance} of the worlds`
}

const wordsOf = (name: string, proposes: string | null, best: string): string =>
  [name === proposes && 'Proposed', name === best && 'worth most'].filter(Boolean).join(', ')
