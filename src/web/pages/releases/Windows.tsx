import { addPeriods, periodOf } from '#engines/numbers/dates.ts'
import { barOf, placeOf } from '#engines/numbers/timeline.ts'
import { SectionHead } from '#web/parts/SectionHead.tsx'
import { percent, QuarterHeads } from '#web/parts/Quarters.tsx'
import { sayDay, sayPeriod } from '#web/say.ts'
import { Go } from '#web/url.tsx'
import type { ReleaseLine, Releases } from './asked.ts'
import { standing } from './telling.ts'

/** Six quarters, two of them past: one row for each release with a time, by product. */
export function Windows({ told: { lines, today } }: { readonly told: Releases }) {
  const quarters = Array.from({ length: 6 }, (_, n) => addPeriods(periodOf(today, 'quarter'), n - 2))
  const drawn = lines.filter((line) => line.state !== 'cancelled' && isWithin(line, quarters))
  const before = lines.filter((line) => line.releasedOn !== null && !isWithin(line, quarters)).length
  if (drawn.length === 0) return null
  const products = [...Map.groupBy(drawn, ({ product }) => product.name)].toSorted(([a], [b]) => a.localeCompare(b))
  return (
    <section className="sec" aria-label="By window">
      <SectionHead title="By window" count={`${sayPeriod(quarters[0] ?? '')} to ${sayPeriod(quarters.at(-1) ?? '')}`} />
      <div className="wins">
        <QuarterHeads quarters={quarters} className="wn-h muted" />
        {products.map(([name, own]) => (
          <section key={name} aria-label={name}>
            <h3 className="t13">{name}</h3>
            <ul>
              {own.map((line) => (
                <Line key={line.id} line={line} quarters={quarters} today={today} />
              ))}
            </ul>
          </section>
        ))}
      </div>
      <p className="note">
        A bar is the window, one that fades is anywhere inside. A full dot is the day it shipped, a ring the day that customers were told; the thin line is when
        the last feature is done: the people of its bet say 50 to 85%, and what it waits for is counted in.
        {before > 0 ? ` ${before} shipped before.` : ''}
      </p>
    </section>
  )
}

const isWithin = (line: ReleaseLine, quarters: readonly string[]): boolean =>
  barOf(line.window, quarters) !== null || [line.releasedOn, line.externalDate, line.internalDate].some((day) => placeOf(day, quarters) !== null)

function Line({ line, quarters, today }: { readonly line: ReleaseLine; readonly quarters: readonly string[]; readonly today: string }) {
  const { outlook, releasedOn, externalDate } = line
  const bar = barOf(line.window, quarters)
  const fade = bar?.isFuzzy ? `${bar.isCutLeft ? '' : 'fl'} ${bar.isCutRight ? '' : 'fr'}` : ''
  const at = (day: string | null) => placeOf(day, quarters)
  const [shipped, told, half, likely] = [at(releasedOn), releasedOn ? null : at(externalDate), at(outlook?.half ?? null), at(outlook?.likely ?? null)]
  return (
    <li>
      <div className="wn-n t13">
        <Go to={`n/releases/${line.key}`}>
          <span className="muted">{line.key}</span> {line.title}
        </Go>
        <span className="sr">{saysOf(line)}</span>
      </div>
      <div className="wn-r" aria-hidden="true">
        {quarters.map((quarter) => (
          <span key={quarter} className="wn-q" />
        ))}
        <i className="wn-now" style={{ insetInlineStart: percent(at(today) ?? 0) }} />
        {bar && (
          <span
            className={`wn-b ${line.state} ${fade}`}
            title={sayPeriod(line.window ?? '')}
            style={{ insetInlineStart: percent(bar.from), width: percent(bar.to - bar.from) }}
          />
        )}
        {half !== null && (
          <span
            className={`wn-f ${standing[outlook?.level ?? 'undated'].state}`}
            style={{ insetInlineStart: percent(half), width: percent(Math.max(0.006, (likely ?? 1) - half)) }}
          />
        )}
        {told !== null && (
          <span className="wn-d told" title={`Customers were told ${sayDay(externalDate ?? '')}`} style={{ insetInlineStart: percent(told) }} />
        )}
        {shipped !== null && (
          <span className={`wn-d ${line.state}`} title={`Shipped ${sayDay(releasedOn ?? '')}`} style={{ insetInlineStart: percent(shipped) }} />
        )}
      </div>
    </li>
  )
}

/** The same for those who hear the page. */
const saysOf = (line: ReleaseLine): string =>
  [
    line.window ? `Window ${sayPeriod(line.window)}` : '',
    line.releasedOn ? `shipped ${sayDay(line.releasedOn)}` : line.externalDate ? `customers were told ${sayDay(line.externalDate)}` : '',
    line.outlook ? standing[line.outlook.level].says.toLowerCase() : '',
  ]
    .filter(Boolean)
    .join(', ')
