import { SectionHead } from '#web/parts/SectionHead.tsx'
import { sayDay, sayMany, sayValue } from '#web/say.ts'
import { useUrl } from '#web/url.tsx'
import { words } from '#web/vocabulary.ts'
import type { MigrationLine, PortfolioHealth } from './asked.ts'
import { migrationSays } from './told.ts'

/** Customers on their way from one product to another: who is left, with which path, and whether it ends in time. */
export function Migrations({ health: { migrations, currency } }: { readonly health: PortfolioHealth }) {
  return (
    <section className="sec" aria-label="Migrations">
      <SectionHead title="Migrations" count={migrations.length === 0 ? 'none' : 'read from the ledger and from usage'} />
      {migrations.length === 0 && <p className="muted t13">No customers are on their way from one product to another.</p>}
      {migrations.map((one) => (
        <Move key={one.id} of={one} currency={currency} />
      ))}
    </section>
  )
}

function Move({ of, currency }: { readonly of: MigrationLine; readonly currency: string }) {
  const { set } = useUrl()
  const share = of.moved?.share ?? null
  return (
    <article className="move num" aria-label={of.title}>
      <p>
        <button type="button" className="b" onClick={() => set({ peek: `migration:${of.key}` })}>
          {`${of.key} ${of.title}`}
        </button>{' '}
        <span className="muted t13">{`${words(of.state)}, ${of.product}${of.to === null ? '' : ` to ${of.to}`}`}</span>
      </p>
      <p className="concl">{migrationSays(of)}</p>
      {share !== null && (
        <div className="pg sm" aria-hidden="true">
          <u style={{ width: `${Math.round(share * 100)}%` }} />
        </div>
      )}
      <dl className="facts">
        <Fact says="Still pay" value={of.left === null ? '–' : `${sayMany(of.left.accounts, 'account')}, ${sayValue(of.left.arr, 'money', currency)} a year`} />
        <Fact
          says="Use it"
          value={of.usage === null ? '–' : `${sayMany(of.usage.now, 'account')}${of.usage.then === null ? '' : `, ${of.usage.then} when announced`}`}
        />
        <Fact says="Came since" value={of.joined === null ? '–' : sayMany(of.joined, 'account')} />
        <Fact says="Announced" value={of.announcedOn === null ? '–' : sayDay(of.announcedOn)} />
        <Fact says="Last day" value={of.endOn === null ? '–' : sayDay(of.endOn)} />
        <Fact says="Done at this pace" value={of.landsOn === null ? '–' : sayDay(of.landsOn)} />
      </dl>
      <ul className="t13">
        {of.groups.map(({ name, path, accounts, arr }) => (
          <li key={name}>
            <b>{name}</b>
            <span>{path}</span>
            <span className="muted">{`${sayMany(accounts, 'account')}, ${sayValue(arr, 'money', currency)}`}</span>
          </li>
        ))}
        {of.uncovered.length > 0 && (
          <li>
            <b className="red">No path</b>
            <span>{`${of.uncovered
              .slice(0, 4)
              .map(({ name }) => name)
              .join(', ')}${of.uncovered.length > 4 ? ` and ${of.uncovered.length - 4} more` : ''}`}</span>
            <span className="muted">{sayMany(of.uncovered.length, 'account')}</span>
          </li>
        )}
        {of.excepted.map(({ name, until }) => (
          <li key={name}>
            <b>Exception</b>
            <span>{name}</span>
            <span className="muted">{`until ${sayDay(until)}`}</span>
          </li>
        ))}
      </ul>
    </article>
  )
}

function Fact({ says, value }: { readonly says: string; readonly value: string }) {
  return (
    <div>
      <dt>{says}</dt>
      <dd>{value}</dd>
    </div>
  )
}
