import { sayPeriod } from '#web/say.ts'

/** The heads of a plan by quarters, above its rows: names stand left, bars right of them. */
export function QuarterHeads({ quarters, className }: { readonly quarters: readonly string[]; readonly className: string }) {
  return (
    <div className={`${className} t12 num`} aria-hidden="true">
      <span />
      <div>
        {quarters.map((quarter) => (
          <span key={quarter}>{sayPeriod(quarter)}</span>
        ))}
      </div>
    </div>
  )
}

/** A place between the first and the last quarter, as CSS. */
export const percent = (share: number): string => `${Math.round(share * 10_000) / 100}%`
