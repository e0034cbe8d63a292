import { SectionHead } from '#web/parts/SectionHead.tsx'
import { sayMany } from '#web/say.ts'
import type { Goals } from './contract.ts'

type Landed = NonNullable<Goals['periods'][number]['landing']>

/** How many committed key results will be met, from what their owners believe; the band is where attainment is read as healthy. */
export function Landing({ of: { chances, expected, low, high }, committed }: { readonly of: Landed; readonly committed: number }) {
  const most = Math.max(...chances)
  const counts = chances.map((chance, met) => ({ met, chance }))
  const told = chances.length - 1
  const isHealthy = (k: number): boolean => k / Math.max(1, told) >= 0.6 && k / Math.max(1, told) <= 0.8
  const range = low === high ? `${low}` : `${low} to ${high}`
  return (
    <section className="sec landing" aria-label="Attainment forecast">
      <SectionHead title="Attainment forecast" count={`${expected.toFixed(1)} of ${told}; ${range} in eight cases of ten or more`} />
      <ul className="land num t12" aria-label="Chance of each count">
        {counts.map(({ met, chance }) => (
          <li key={met} className={isHealthy(met) ? 'ok' : undefined}>
            <span>{chance >= 0.005 ? `${Math.round(chance * 100)}%` : ''}</span>
            <i style={{ height: `${most === 0 ? 0 : Math.round((chance / most) * 64)}px` }} aria-hidden="true" />
            <b>{met}</b>
          </li>
        ))}
      </ul>
      <p className="note">
        {`Chance of each number of key results met, from each owner’s confidence, each taken by itself. Shaded: 60 to 80 % of them.`}
        {told < committed ? ` ${sayMany(committed - told, 'committed key result')} without a confidence, or closed, are left out.` : ''}
      </p>
    </section>
  )
}
