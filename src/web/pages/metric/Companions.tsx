import { unitOfPart } from '#engines/numbers/unitOfPart.ts'
import type { Measurement } from '#kernel'
import { SectionHead } from '#web/parts/SectionHead.tsx'
import { sayPeriod, sayValue } from '#web/say.ts'
import { words } from '#web/vocabulary.ts'
import { closedPoint } from '#web/measured.ts'

/** The figures that stand beside the number in the same period: p75, promoters, what is still open. Each with the period before. */
export function Companions({ measured }: { readonly measured: Measurement }) {
  const closed = measured.points.filter(({ mature, value }) => mature && value !== null)
  const [before, now] = [closed.at(-2), closedPoint(measured)]
  const parts = Object.entries(measured.parts ?? now?.parts ?? {})
  if (parts.length === 0) return null
  return (
    <section className="sec" aria-labelledby="h-parts">
      <SectionHead id="h-parts" title="Beside the number" count={now ? sayPeriod(now.period, { long: true }) : undefined} />
      <dl className="beside num">
        {parts.map(([name, value]) => (
          <div key={name}>
            <dt>{words(name)}</dt>
            <dd>
              {sayPart(name, value, measured)}
              {before?.parts?.[name] !== undefined && <span className="muted t12">{` was ${sayPart(name, before.parts[name] ?? null, measured)}`}</span>}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

const sayPart = (name: string, value: number | null, { unit, currency }: Measurement): string => sayValue(value, unitOfPart(name, unit), currency)
