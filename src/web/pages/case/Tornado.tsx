import { Wide } from '#web/parts/Wide.tsx'
import type { OptionWorth, WeighedCase } from './asked.ts'
import { exact } from './sheet/figure.ts'

type Money = (value: number) => string

/** Each uncertain figure of an option from its low to its high end, the others as likely: how far it swings the worth, and where that is nothing. */
export function Tornado({ option, file, money }: { readonly option: OptionWorth; readonly file: WeighedCase['file']; readonly money: Money }) {
  const { swings, value, name } = option
  if (swings.length === 0) return <p className="note">{`No figure of “${name}” has a range, so that nothing swings it but the chances of its stages.`}</p>
  const ends = swings.flatMap(({ low, high }) => [low, high])
  const [least, most] = [Math.min(value, ...ends), Math.max(value, ...ends)]
  const place = (worth: number): number => ((worth - least) / (most - least || 1)) * 100
  const ranges = rangesOf(name, file)
  const inputs = new Set(file?.inputs?.map((one) => one.name))
  /** An input may count anything: seats, weeks, a share. */
  const said = (figure: string, value: number): string => (inputs.has(figure) ? exact(value) : money(value))
  const breakEvenIn = ({ name: figure, breakEven }: (typeof swings)[number]): string | null => {
    const [low, high] = ranges.get(figure) ?? []
    return breakEven === null || low === undefined || high === undefined || breakEven < low || breakEven > high ? null : said(figure, breakEven)
  }
  return (
    <>
      <h3 className="tor-h">{`What swings “${name}”`}</h3>
      <Wide label={`What swings ${name}`}>
        <table className="cards num tor">
          <thead>
            <tr>
              <th scope="col">Figure</th>
              <th scope="col" className="r">
                Low to high
              </th>
              <th scope="col">Worth from low to high</th>
              <th scope="col" className="r">
                At its low end
              </th>
              <th scope="col" className="r">
                At its high end
              </th>
              <th scope="col" className="r">
                Breaks even at
              </th>
            </tr>
          </thead>
          <tbody>
            {swings.map((swing) => (
              <tr key={swing.name}>
                <td className="wide b">{swing.name}</td>
                <td data-l="Low to high" className="r nw">
                  {ranges
                    .get(swing.name)
                    ?.map((value) => said(swing.name, value))
                    .join(' to ') ?? '–'}
                </td>
                <td className="bar" aria-hidden="true">
                  <span className="swing">
                    <i
                      style={{ insetInlineStart: `${place(Math.min(swing.low, swing.high))}%`, width: `${Math.abs(place(swing.high) - place(swing.low))}%` }}
                    />
                    <u style={{ insetInlineStart: `${place(value)}%` }} />
                  </span>
                </td>
                <td data-l="At its low end" className="r">
                  <Signed value={swing.low} money={money} />
                </td>
                <td data-l="At its high end" className="r">
                  <Signed value={swing.high} money={money} />
                </td>
                <td data-l="Breaks even at" className="r">
                  {breakEvenIn(swing) ?? <span className="muted t12">No break-even in its range</span>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
    </>
  )
}

const Signed = ({ value, money }: { readonly value: number; readonly money: Money }) => <span className={value < 0 ? 'red' : undefined}>{money(value)}</span>

/** Both ends of each uncertain figure, as they were written. */
function rangesOf(option: string, file: WeighedCase['file']): ReadonlyMap<string, readonly [low: number, high: number]> {
  const own = file?.options.find(({ name }) => name === option)
  const figures = [
    ...(file?.inputs?.map(({ name, value }) => ({ name, of: value })) ?? []),
    ...(own?.stages.map(({ name, cost }) => ({ name, of: cost })) ?? []),
    ...(own?.flows.map(({ name, amount }) => ({ name, of: amount })) ?? []),
  ]
  return new Map(figures.flatMap(({ name, of }) => (typeof of !== 'object' ? [] : [[name, [of.low, of.high]]])))
}
