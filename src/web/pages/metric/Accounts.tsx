import { useState } from 'react'
import { isProblem, type Contribution, type Measurement, type AnyMetric } from '#kernel'
import { useQuery } from '@tanstack/react-query'
import { Empty } from '#web/parts/Empty.tsx'
import { SectionHead } from '#web/parts/SectionHead.tsx'
import { Tile } from '#web/parts/Tile.tsx'
import { movementPoints } from '#web/movement.ts'
import { behind } from '#web/resources.ts'
import { sayDated, sayFew, sayMany, sayPeriod, sayValue } from '#web/say.ts'
import { Turn, useUrl } from '#web/url.tsx'
import { metrics, words } from '#web/vocabulary.ts'
import { closedPoint } from '#web/measured.ts'
import { Wide } from '#web/parts/Wide.tsx'

/** Who? The accounts behind the period, or behind one bar of its waterfall. */
export function Accounts({ metricKey, metric, measured }: { readonly metricKey: string; readonly metric: AnyMetric; readonly measured: Measurement }) {
  const { workspace, search, asOf } = useUrl()
  const period = search['period'] ?? closedPoint(measured)?.period
  const movement = search['movement']
  if (!period) return null
  const source = movement && metrics[metricKey]?.compute?.by === 'revenue' && movementPoints(measured).length === 0 ? 'mrr-movements' : metricKey
  const asked = { period, movement, asOf, policy: search['policy'], ...(source === metricKey ? { window: search['window'] } : {}) }
  return <Behind metricKey={source} metric={metric} measured={measured} asked={asked} movement={movement} period={period} workspace={workspace} />
}

function Behind({
  metricKey,
  metric,
  measured,
  asked,
  movement,
  period,
  workspace,
}: {
  readonly metricKey: string
  readonly metric: AnyMetric
  readonly measured: Measurement
  readonly asked: Parameters<typeof behind>[2]
  readonly movement: string | undefined
  readonly period: string
  readonly workspace: string
}) {
  const of = behind(workspace, metricKey, asked)
  const read = useQuery({ ...of, retry: false })
  const isUnlisted = isProblem(read.error) && read.error.details.code === 'unsupported'
  return (
    <section className="sec" id="accounts" aria-labelledby="h-acc">
      {isUnlisted ? (
        <>
          <SectionHead id="h-acc" title="The rows behind it" />
          <p className="note">{`${metric.name} counts rows of ${metric.inputs.map((fact) => words(fact).toLowerCase()).join(', ')}. It does not list them one by one yet; break it down instead.`}</p>
        </>
      ) : (
        <Tile of={of} name="What is behind it" lines={5}>
          {({ items }) =>
            byAccount.has(metric.compute?.by ?? '') && metric.unit !== 'count' ? (
              <Contributions items={items} period={period} movement={movement} measured={measured} />
            ) : (
              <Rows items={items} period={period} measured={measured} />
            )
          }
        </Tile>
      )}
    </section>
  )
}

/** Ways behind which stand accounts with what they paid before and pay now. */
const byAccount = new Set(['revenue', 'agreement'])

/** What stands behind a number that is not money: who or what, before, now, and why it counts. */
function Rows({ items, period, measured }: { readonly items: readonly Contribution[]; readonly period: string; readonly measured: Measurement }) {
  const [isWhole, setWhole] = useState(false)
  const shown = isWhole ? items : items.slice(0, 10)
  const [isMoved, isReasoned] = [items.some(({ movement }) => movement), items.some(({ reason }) => reason)]
  const says = (value: number | null) => (value === null ? '–' : sayValue(value, measured.unit === 'money' ? 'money' : 'count', measured.currency))
  return (
    <>
      <SectionHead id="h-acc" title={`Behind ${sayPeriod(period, { long: true })}`} count={sayMany(items.length, 'row')}>
        {items.length > shown.length && (
          <button type="button" className="link" onClick={() => setWhole(true)}>
            {`All ${items.length}`}
          </button>
        )}
      </SectionHead>
      {items.length === 0 ? (
        <Empty says="Nothing stands behind this period" next="Choose another period on the line above." />
      ) : (
        <Wide label="What stands behind this period">
          <table className="cards num">
            <thead>
              <tr>
                <th scope="col">What</th>
                <th scope="col" className="r">
                  Of
                </th>
                <th scope="col" className="r">
                  Counted
                </th>
                {isMoved && <th scope="col">How</th>}
                {isReasoned && <th scope="col">Why</th>}
              </tr>
            </thead>
            <tbody>
              {shown.map((item, index) => (
                <tr key={`${index} ${item.account} ${item.movement ?? ''}`}>
                  <td className="wide b">{item.name ?? item.account}</td>
                  <td className="r" data-l="Of">
                    {says(item.opening)}
                  </td>
                  <td className="r" data-l="Counted">
                    {says(item.closing)}
                  </td>
                  {isMoved && <td data-l="How">{item.movement ? words(item.movement) : '–'}</td>}
                  {isReasoned && <td className="wide muted">{item.reason ? words(sayDated(item.reason)) : ''}</td>}
                </tr>
              ))}
            </tbody>
          </table>
        </Wide>
      )}
    </>
  )
}

function Contributions({
  items,
  period,
  movement,
  measured,
}: {
  readonly items: readonly Contribution[]
  readonly period: string
  readonly movement: string | undefined
  readonly measured: Measurement
}) {
  const [isWhole, setWhole] = useState(false)
  const ordered = items.toSorted((a, b) => Number((b.change ?? 0) < 0) - Number((a.change ?? 0) < 0) || Math.abs(b.change ?? 0) - Math.abs(a.change ?? 0))
  const shown = isWhole ? ordered : ordered.slice(0, 8)
  const isLogos = countsLogos(items)
  const when = whenOf(period, movement, measured.window)
  return (
    <>
      <SectionHead
        id="h-acc"
        title={isLogos ? logoTitle(ordered, movement, when) : titleOf(ordered, movement, when, measured.currency)}
        count={items.length > 0 ? sayMany(items.length, 'account') : undefined}
      >
        {movement && (
          <Turn words={{ movement: undefined }} isCurrent={false} className="link">
            Every movement
          </Turn>
        )}
        {items.length > shown.length && (
          <button type="button" className="link" onClick={() => setWhole(true)}>
            {`All ${items.length}`}
          </button>
        )}
      </SectionHead>
      {items.length === 0 ? (
        <Empty says="No account moved" next={`Nothing contributed in ${sayPeriod(period, { long: true })}.`} />
      ) : (
        <Lines items={shown} says={(value) => sayValue(value, isLogos ? 'count' : 'money', measured.currency)} />
      )}
    </>
  )
}

function Lines({ items, says }: { readonly items: readonly Contribution[]; readonly says: Says }) {
  const hasReasons = items.some(({ reason }) => reason !== null)
  const headings = ['Account', 'Before', 'Now', 'Change', 'Movement', ...(hasReasons ? ['Reason'] : [])]
  return (
    <Wide label="Accounts that moved">
      <table className="cards num">
        <thead>
          <tr>
            {headings.map((heading, index) => (
              <th key={heading} scope="col" className={index > 0 && index < 4 ? 'r' : ''}>
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr key={`${item.account} ${item.movement ?? ''}`}>
              <td className="wide b">{item.name ?? item.account}</td>
              <td className="r" data-l="Before">
                {says(item.opening)}
              </td>
              <td className="r" data-l="Now">
                {says(item.closing)}
              </td>
              <td className={`r ${(item.change ?? 0) < 0 ? 'red' : (item.change ?? 0) > 0 ? 'green' : ''}`} data-l="Change">
                {signed(item.change, says)}
              </td>
              <td data-l="Movement">{item.movement ? words(item.movement) : '–'}</td>
              {hasReasons && <td className="wide muted">{item.reason ? words(sayDated(item.reason)) : ''}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  )
}

/** Money, or accounts that are counted: each is one or none. */
type Says = (value: number | null) => string

const countsLogos = (items: readonly Contribution[]): boolean =>
  items.every(({ opening, closing }) => [opening, closing].every((side) => side === null || side === 0 || side === 1))

const signed = (change: number | null, says: Says): string => (change !== null && change > 0 ? `+${says(change)}` : says(change))

/** A movement happened in its month; a ratio looks back over its window. */
function whenOf(period: string, movement: string | undefined, window: string | null): string {
  const name = sayPeriod(period, { long: true })
  const months = Number(/^(\d+)m$/.exec(window ?? '')?.[1] ?? 1)
  return movement || months <= 1 ? `in ${name}` : `in ${months} months to ${name}`
}

/** “Five accounts left in September 2026”. */
function logoTitle(ordered: readonly Contribution[], movement: string | undefined, where: string): string {
  const moved = ordered.filter(({ change }) => (movement ? change !== 0 : (change ?? 0) < 0)).length
  const what = movement ? `: ${words(movement).toLowerCase()}` : ' left'
  return moved === 0 ? `No account${what} ${where}` : `${sayFew(moved)} ${moved === 1 ? 'account' : 'accounts'}${what} ${where}`
}

/** “Six accounts make 32% of the loss”: how concentrated the movement is. */
function titleOf(ordered: readonly Contribution[], movement: string | undefined, where: string, currency: string): string {
  const losses = ordered.filter(({ change }) => (change ?? 0) < 0)
  const chosen = movement ? ordered : losses.length > 0 ? losses : ordered
  const total = chosen.reduce((sum, { change }) => sum + Math.abs(change ?? 0), 0)
  const few = chosen.slice(0, 6)
  if (chosen.length === 0 || total === 0) return `Accounts behind it, ${where}`
  const share = few.reduce((sum, { change }) => sum + Math.abs(change ?? 0), 0) / total
  const what = movement ? words(movement).toLowerCase() : losses.length > 0 ? 'loss' : 'change'
  return `${sayFew(few.length)} ${few.length === 1 ? 'account makes' : 'accounts make'} ${sayValue(share, 'ratio').replace('.0%', '%')} of the ${sayValue(total, 'money', currency)} ${what} ${where}`
}
