import { comparison, type Comparison } from '#web/explained.ts'
import { Banner } from '#web/parts/Banner.tsx'
import { MetricsTabs } from '#web/parts/MetricsTabs.tsx'
import { SectionHead } from '#web/parts/SectionHead.tsx'
import { Segments } from '#web/parts/Segments.tsx'
import { Tile } from '#web/parts/Tile.tsx'
import { sayFew, sayPeriod, sayValue, showVariance } from '#web/say.ts'
import { useMe } from '#web/session.ts'
import { useUrl } from '#web/url.tsx'
import { askedOf, figures } from './asked.ts'
import { Custom } from './Custom.tsx'
import { Migration } from './Migration.tsx'
import { nameOf } from './names.ts'
import { Proposals } from './Proposals.tsx'
import { Why } from './Why.tsx'
import { Wide } from '#web/parts/Wide.tsx'
import './policies.css'

export function PoliciesView() {
  const { workspace, search } = useUrl()
  const { workspace: card } = useMe()
  const figure = figures.find(({ id }) => id === search['figure']) ?? figures[0]
  return (
    <main className="page p-policies" id="main">
      <title>{`Policies · ${card.name}`}</title>
      <div className="xh">
        <h1>Policies</h1>
      </div>
      <MetricsTabs />
      <Tile of={comparison(workspace, askedOf(search))} name="The comparison" lines={8}>
        {(told) => (
          <>
            {told.trust.state === 'untrusted' && (
              <Banner tone="red" says="These rows cannot be trusted, however they are counted.">
                {told.trust.reasons.map(({ says }) => `${says}.`).join(' ')}
              </Banner>
            )}
            <p className="concl lead">{conclusion(told, figure.says)}</p>
            <p className="note">{`The same rows of ${sayPeriod(told.period, { long: true })}, counted as each policy says. Nothing is stored by looking.`}</p>
            <Columns told={told} />
            <section className="sec" aria-labelledby="h-why">
              <SectionHead id="h-why" title={`Why ${figure.says.toLowerCase()} differs`}>
                <Segments
                  name="figure"
                  label="Figure"
                  value={figure.id}
                  options={figures.filter(({ id }, at) => at < 4 || isMoved(told, id)).map(({ id, says }) => ({ id, says }))}
                />
              </SectionHead>
              <Why told={told} />
            </section>
            <Migration told={told} figure={figure} />
          </>
        )}
      </Tile>
      <Custom />
      <Proposals />
    </main>
  )
}

/** One row for each figure, one column for each policy; ours stands first, the others with their difference to it. */
function Columns({ told }: { readonly told: Comparison }) {
  const [own, ...others] = told.columns
  return (
    <Wide label="Figures under each policy">
      <table className="num policies">
        <thead>
          <tr>
            <th scope="col">Figure</th>
            {told.columns.map((column) => (
              <th scope="col" className="r" key={`${column.name} ${column.id}`}>
                {nameOf(column.name)}
                {column.name !== 'This workspace' && <span className="i1">{`${column.assumed.length} assumed`}</span>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {figures.map(({ id, says, unit }) => (
            <tr key={id}>
              <th scope="row">{says}</th>
              <td className="r b">{sayValue(own?.figures[id]?.value ?? null, unit, told.currency)}</td>
              {others.map((column) => {
                const { value, because } = column.figures[id] ?? { value: null, because: null }
                const ours = own?.figures[id]?.value ?? null
                return (
                  <td className="r" key={`${column.name} ${column.id}`} title={because ?? undefined}>
                    {value === null ? <span className="muted">{because ? 'cannot be told' : '–'}</span> : sayValue(value, unit, told.currency)}
                    <span className={`i1 ${value !== null && ours !== null && value !== ours ? 'moved-by' : ''}`}>
                      {value === null || ours === null
                        ? ''
                        : value === ours
                          ? 'the same'
                          : showVariance(value, ours, unit, { currency: told.currency }).absolute}
                    </span>
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  )
}

/** “Net retention is 105.9% as we count; Stripe counts 0.4 pts less”. */
function conclusion({ columns, figure, unit, currency }: Comparison, says: string): string {
  const [own, ...others] = columns
  const ours = own?.figures[figure]?.value ?? null
  if (ours === null) return `${says} cannot be told yet`
  const apart = others.flatMap((column) => {
    const value = column.figures[figure]?.value ?? null
    return value === null || value === ours ? [] : [{ name: nameOf(column.name), by: value - ours, value }]
  })
  const most = apart.toSorted((a, b) => Math.abs(b.by) - Math.abs(a.by))[0]
  const start = `${says} is ${sayValue(ours, unit, currency)} as this workspace counts`
  const apartIn = figures.filter(({ id }) => id !== figure && isMoved({ columns }, id)).map(({ says: name }) => name.toLowerCase())
  if (!most) return `${start}; every other policy here says the same${apartIn.length === 0 ? '' : `; they differ in ${listed(apartIn)}`}`
  const amount = showVariance(Math.abs(most.by), 0, unit, { currency }).absolute.replace('+', '')
  return `${start}; ${sayFew(apart.length).toLowerCase()} of ${others.length} say otherwise, ${most.name} most: ${amount} ${most.by > 0 ? 'more' : 'less'}`
}

/** Does some policy count this figure otherwise than the workspace? */
function isMoved({ columns }: Pick<Comparison, 'columns'>, id: string): boolean {
  const [own, ...others] = columns.map((column) => column.figures[id]?.value ?? null)
  return others.some((value) => value !== null && own !== null && own !== undefined && value !== own)
}

const listed = (names: readonly string[]): string => (names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`)
