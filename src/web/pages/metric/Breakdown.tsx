import { useQuery } from '@tanstack/react-query'
import { capital, small } from '#engines/numbers/capital.ts'
import { isFew } from '#engines/numbers/isFew.ts'
import type { Measurement, AnyMetric } from '#kernel'
import { explained, type ChangeExplained, type DimensionChange, type GroupPart } from '#web/explained.ts'
import { Empty } from '#web/parts/Empty.tsx'
import { Variance } from '#web/parts/Figure.tsx'
import { SectionHead } from '#web/parts/SectionHead.tsx'
import { Segments } from '#web/parts/Segments.tsx'
import { StateWords } from '#web/parts/StateMark.tsx'
import { Struck } from '#web/parts/Struck.tsx'
import { Tile } from '#web/parts/Tile.tsx'
import { sayCount, sayPeriod, sayValue, showVariance } from '#web/say.ts'
import { useUrl } from '#web/url.tsx'
import { words } from '#web/vocabulary.ts'
import { askedOf } from '#web/measured.ts'
import { Wide } from '#web/parts/Wide.tsx'

/** Where, and what moved it? By every dimension that the metric allows: the one in which the change sits most apart from the base stands first. */
export function Breakdown({ metricKey, metric, measured }: { readonly metricKey: string; readonly metric: AnyMetric; readonly measured: Measurement }) {
  const { workspace, search } = useUrl()
  const asked = { ...askedOf(search), period: search['period'] }
  const found = useQuery(explained(workspace, metricKey, asked)).data?.dimensions.map(({ by }) => by) ?? []
  const ranked = found.length > 0 ? found : metric.dimensions
  const by = ranked.find((one) => one === search['by']) ?? ranked[0] ?? metric.dimensions[0] ?? ''
  return (
    <section className="sec" id="breakdown" aria-labelledby="h-by">
      <Tile of={explained(workspace, metricKey, asked)} name={`What moved ${small(metric.name)}`} lines={5}>
        {(answer) => {
          const dimension = answer.dimensions.find((one) => one.by === by)
          return (
            <>
              <SectionHead id="h-by" title={dimension && dimension.parts.length > 0 ? titleOf(dimension) : `By ${words(by).toLowerCase()}`}>
                {ranked.length > 1 && <Segments name="by" label="Dimension" value={by} options={ranked.map((id) => ({ id, says: words(id) }))} />}
              </SectionHead>
              {answer.period && <p className="note">{answer.sentence}</p>}
              {dimension?.isSimpson && (
                <p className="simpson">
                  <StateWords state="amber">Simpson: the whole moved against every part. The parts are as they were; their weights changed.</StateWords>
                </p>
              )}
              {dimension && dimension.parts.length > 0 ? (
                <Parts answer={answer} dimension={dimension} metric={metric} measured={measured} />
              ) : (
                <Empty
                  says={`No row carries ${words(by).toLowerCase()}`}
                  next={`Import the column${ranked.length > 1 ? ', or choose another dimension' : ''}.`}
                />
              )}
            </>
          )
        }}
      </Tile>
    </section>
  )
}

const titleOf = ({ says, kind, by }: DimensionChange): string => (kind === 'apart' ? `By ${words(by).toLowerCase()}` : capital(says.replace(/\.$/, '')))

interface Shown {
  readonly answer: ChangeExplained
  readonly dimension: DimensionChange
  readonly metric: AnyMetric
  readonly measured: Measurement
}

function Parts({ answer, dimension, metric, measured }: Shown) {
  const { kind, parts, rest } = dimension
  const scale = Math.max(...parts.map(({ part }) => Math.abs(part ?? 0)), Number.EPSILON)
  const hasMix = kind === 'rateMix'
  const amount = amountIn(measured, scale)
  return (
    <>
      <Wide label={`Parts by ${dimension.by}`}>
        <table className="cards num">
          <PartsHead answer={answer} dimension={dimension} />
          <tbody>
            {parts.map((part) => (
              <PartRow key={part.key} part={part} kind={kind} metric={metric} measured={measured} scale={scale} amount={amount} />
            ))}
            {rest !== null && answer.change !== null && Math.abs(rest) > Math.abs(answer.change) * 1e-6 && (
              <tr>
                <td className="wide muted">In several parts, or in none</td>
                <td colSpan={hasMix ? 7 : 5} className="r muted" data-l="Part">
                  {amount(rest)}
                </td>
                <td className="hide bar-col" aria-hidden="true" />
              </tr>
            )}
          </tbody>
          <tfoot>
            <tr>
              <td>All</td>
              <td className="r">{measured.n === null ? '–' : sayCount(measured.n)}</td>
              {kind !== 'apart' && <td className="r">100%</td>}
              <td className="r">{sayValue(answer.before, measured.unit, measured.currency)}</td>
              <td className="r">
                <Struck trust={answer.after === null ? null : measured.trust}>{sayValue(answer.after, measured.unit, measured.currency)}</Struck>
              </td>
              {hasMix && (
                <>
                  <td className="r">{amount(sum(parts, 'byRate'))}</td>
                  <td className="r">{amount(sum(parts, 'byMix'))}</td>
                </>
              )}
              <td className="r">{answer.change === null ? '–' : amount(answer.change)}</td>
              {kind !== 'apart' && <td className="bar-col" aria-hidden="true" />}
            </tr>
          </tfoot>
        </table>
      </Wide>
      {kind === 'apart' && <p className="note">{dimension.says}</p>}
    </>
  )
}

function PartsHead({ answer, dimension: { by, kind } }: Pick<Shown, 'answer' | 'dimension'>) {
  return (
    <thead>
      <tr>
        <th scope="col">{words(by)}</th>
        <th scope="col" className="r">
          n
        </th>
        {kind !== 'apart' && (
          <th scope="col" className="r">
            Share
          </th>
        )}
        <th scope="col" className="r">
          {answer.against ? sayPeriod(answer.against) : 'Before'}
        </th>
        <th scope="col" className="r">
          {answer.period ? sayPeriod(answer.period) : 'Now'}
        </th>
        {kind === 'rateMix' && (
          <>
            <th scope="col" className="r">
              Rate
            </th>
            <th scope="col" className="r">
              Mix
            </th>
          </>
        )}
        <th scope="col" className="r">
          {kind === 'apart' ? 'Change' : 'Part of the change'}
        </th>
        {kind !== 'apart' && (
          <th scope="col" className="bar-col">
            <span className="sr">Size of the part</span>
          </th>
        )}
      </tr>
    </thead>
  )
}

function PartRow({
  part,
  kind,
  metric,
  measured,
  scale,
  amount,
}: {
  readonly part: GroupPart
  readonly kind: DimensionChange['kind']
  readonly metric: AnyMetric
  readonly measured: Measurement
  readonly scale: number
  readonly amount: (value: number) => string
}) {
  const { unit, currency } = measured
  const moved = part.part ?? 0
  const isUntrusted = measured.trust.state === 'untrusted'
  const tone = isUntrusted || metric.better === 'within' || moved === 0 ? '' : moved > 0 === (metric.better === 'up') ? 'green' : 'red'
  return (
    <tr>
      <td className="wide b">
        {part.key === '' || part.key === '(none)' ? <span className="muted">Not stated</span> : words(part.key)}
        {part.stands !== null && <span className="muted t12">{part.stands === 'new' ? ' new in the period' : ' gone'}</span>}
      </td>
      <td className="r" data-l="n">
        {part.n === null ? '–' : sayCount(part.n)}
        {isFew(part.n, metric.minN) && <span className="amber t12"> few</span>}
      </td>
      {kind !== 'apart' && (
        <td className="r" data-l="Share">
          {part.weight === null ? '–' : sayValue(part.weight[1], 'ratio')}
        </td>
      )}
      <td className="r muted" data-l="Before">
        {sayValue(part.before, unit, currency)}
      </td>
      <td className="r" data-l="Now">
        <Struck trust={part.after === null ? null : measured.trust}>{sayValue(part.after, unit, currency)}</Struck>
      </td>
      {kind === 'rateMix' && (
        <>
          <td className="r" data-l="Rate">
            {part.byRate === null ? '–' : amount(part.byRate)}
          </td>
          <td className="r" data-l="Mix">
            {part.byMix === null ? '–' : amount(part.byMix)}
          </td>
        </>
      )}
      <td className={`r b ${tone}`} data-l={kind === 'apart' ? 'Change' : 'Part'}>
        {kind === 'apart' ? (
          <Variance actual={part.after} reference={part.before} unit={unit} currency={currency} better={metric.better} isUntrusted={isUntrusted} />
        ) : (
          amount(moved)
        )}
      </td>
      {kind !== 'apart' && (
        <td className="hide bar-col" aria-hidden="true">
          <span
            className={`dbar ${tone === 'green' ? 'good' : tone === 'red' ? 'bad' : ''}`}
            style={moved >= 0 ? { insetInlineStart: '50%', width: `${(moved / scale) * 50}%` } : { insetInlineEnd: '50%', width: `${(-moved / scale) * 50}%` }}
          />
        </td>
      )}
    </tr>
  )
}

const sum = (parts: readonly GroupPart[], side: 'byRate' | 'byMix'): number => parts.reduce((total, part) => total + (part[side] ?? 0), 0)

/** Signed parts of a change: points of a share, units of anything else. Beside a part of a tenth of a point, what is smaller is nothing. */
const amountIn =
  ({ unit, currency }: Measurement, largest: number) =>
  (value: number): string =>
    showVariance(value, 0, unit, { currency, decimals: unit === 'ratio' && largest >= 0.001 ? 1 : undefined }).absolute
