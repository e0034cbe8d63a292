import { Fragment } from 'react'
import type { AnyRow } from '#kernel'
import { usePerform } from '#web/perform.ts'
import type { ReviewFigures } from '#web/contract.ts'
import { Banner } from '#web/parts/Banner.tsx'
import { sayFew, sayMany, sayInstantFully, sayPeriod } from '#web/say.ts'
import { useMay, useMe } from '#web/session.ts'
import { Go, useUrl } from '#web/url.tsx'
import { DecisionsAndRisks } from './DecisionsAndRisks.tsx'
import { EditableText } from './EditableText.tsx'
import { figuresOf } from './figures.ts'
import { FigureTable } from './FigureTable.tsx'
import { Questions } from './Questions.tsx'
import { nouns, reviewKinds } from '#web/vocabulary.ts'

const parts = [
  { name: 'wentWell', title: 'Went well', placeholder: 'What went well, with its figure' },
  { name: 'isOff', title: 'Is off', placeholder: 'What is off, and why' },
  { name: 'weAsk', title: 'We ask', placeholder: 'What you ask of the readers' },
]

/** The page that is read and printed: one conclusion, three columns, at most ten figures, decisions and risks. */
export function Paper({ row }: { readonly row: AnyRow }) {
  const { workspace } = useMe()
  const { edit, mayEdit } = useWords(row)
  const period = sayPeriod(String(row['period']), { long: true })
  const figures = figuresOf(row)
  const asOf = figures?.asOf ?? row['asOf']
  return (
    <article className="paper" aria-label={`${period} review, one page`}>
      <header>
        <div className="t12 muted">{[workspace.name, reviewKinds[String(row['kind'])], period].join(' · ')}</div>
        <h2 className="head1">
          <EditableText
            label="Headline"
            value={String(row['headline'] ?? '')}
            placeholder="The conclusion, in one line"
            max={200}
            mayEdit={mayEdit}
            save={(headline) => edit({ headline: headline || null })}
          />
        </h2>
      </header>
      <div className="three">
        {parts.map(({ name, title, placeholder }) => (
          <div key={name}>
            <b>{title}</b>
            <EditableText
              label={title}
              value={String(row[name] ?? '')}
              placeholder={placeholder}
              mayEdit={mayEdit}
              save={(text) => edit({ [name]: text || null })}
            />
          </div>
        ))}
      </div>
      {figures && <Untrusted figures={figures} />}
      {figures ? (
        <FigureTable row={row} figures={figures} mayEdit={mayEdit} edit={edit} />
      ) : (
        <p className="muted">This review holds no figures yet; measure again to fill them.</p>
      )}
      {figures && <NotMeasured refused={figures.refused ?? []} />}
      {figures && <Questions row={row} figures={figures} />}
      <DecisionsAndRisks row={row} mayEdit={mayEdit} edit={edit} />
      <footer className="num">
        <span>{`${typeof asOf === 'string' ? `As of ${asOf.length > 10 ? sayInstantFully(asOf, workspace.timeZone) : sayPeriod(asOf)} · ` : ''}set ${row.key}, ${String(row['state'])}`}</span>
        <span>{typeof row['signature'] === 'string' ? `Signature ${row['signature'].slice(0, 12)}` : 'Not yet frozen'}</span>
      </footer>
    </article>
  )
}

/** A review says how many of its figures are not to be trusted, and each reason once with the figures that it touches, before it shows them. */
function Untrusted({ figures }: { readonly figures: ReviewFigures }) {
  const bad = figures.rows.filter(({ trust }) => trust.state === 'untrusted')
  if (bad.length === 0) return null
  return (
    <Banner tone="red" says={`${sayFew(bad.length)} of its ${figures.rows.length} figures ${bad.length === 1 ? 'is' : 'are'} not to be trusted.`}>
      {[...Map.groupBy(bad, ({ trust }) => trust.reasons[0]?.says ?? 'A check failed')]
        .map(([says, touched]) => `${says}: ${touched.length > 3 ? sayMany(touched.length, 'figure') : touched.map(({ name }) => name).join(', ')}.`)
        .join(' ')}
    </Banner>
  )
}

/** Numbers that have none: what is missing is told as plainly as what is there, each reason once. */
function NotMeasured({ refused }: { readonly refused: NonNullable<ReviewFigures['refused']> }) {
  if (refused.length === 0) return null
  return (
    <section className="asked" aria-labelledby="h-not-measured">
      <h3 id="h-not-measured">{`Not measured: ${sayMany(refused.length, 'metric')}`}</h3>
      <ul className="t13">
        {[...Map.groupBy(refused, ({ because }) => because)].map(([because, touched]) => (
          <li className="asked-one" key={because}>
            {touched.map(({ key, name }, at) => (
              <Fragment key={key}>
                {at > 0 && ', '}
                <Go to={`metrics/${key}`}>{name}</Go>
              </Fragment>
            ))}
            <span className="muted">{` · ${because}`}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Words are open until the review is sent; the server checks the version that the writer saw. */
function useWords(row: AnyRow) {
  const { asOf } = useUrl()
  const may = useMay()
  const noun = nouns['review']?.noun
  if (!noun) throw new Error('Reviews are a noun of this app.')
  const { perform } = usePerform(noun)
  const edit = (values: Readonly<Record<string, unknown>>) => void perform('edit', row, values).catch(() => null)
  return { edit, mayEdit: may('editor') && !asOf && row['state'] !== 'sent' }
}
