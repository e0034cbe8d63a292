import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { AnyRow } from '#kernel'
import type { ReviewFigure } from '#web/contract.ts'
import { useHow } from '#web/computed/how.tsx'
import { signedAmount } from '#web/movement.ts'
import { ReasonWords } from '#web/parts/ReasonWords.tsx'
import { certaintyOf, CertaintyMark } from '#web/parts/Certainty.tsx'
import { Variance } from '#web/parts/Figure.tsx'
import { Peek } from '#web/parts/Peek.tsx'
import { Struck } from '#web/parts/Struck.tsx'
import { compared } from '#web/resources.ts'
import { sayCount, sayDay, sayInstantFully, sayValue } from '#web/say.ts'
import { Wide } from '#web/parts/Wide.tsx'
import { useMe } from '#web/session.ts'
import { Go, useUrl } from '#web/url.tsx'
import { words } from '#web/vocabulary.ts'

/** “Where is this from?” for one figure: as frozen, as of now, and the way to its rows. */
export function Evidence({ row, figure }: { readonly row: AnyRow; readonly figure: ReviewFigure }) {
  const { set } = useUrl()
  const how = useHow()
  return (
    <Peek label="Evidence" close={() => set({ figure: undefined })} title={<b className="s">Evidence</b>}>
      <section className="focus">
        <div className="focus-h">
          <h3>{figure.name}</h3>
          <button type="button" className="link t12" onClick={() => how(figure.key, dayOf(row))}>
            How is this computed?
          </button>{' '}
          <Go className="link t12" to={`metrics/${figure.key}`}>
            Open metric
          </Go>
        </div>
        <Lineage row={row} figure={figure} />
      </section>
      {figure.movement && <Movement movement={figure.movement} currency={figure.currency} isUntrusted={figure.trust.state === 'untrusted'} />}
      {figure.trust.reasons.length > 0 && (
        <section>
          <h3>{`${words(figure.trust.state)}, because`}</h3>
          <ul className="t13">
            {figure.trust.reasons.map((reason) => (
              <li key={reason.says}>
                <ReasonWords of={reason} />
              </li>
            ))}
          </ul>
        </section>
      )}
      {figure.query?.text && (
        <section>
          <h3>Query</h3>
          <Wide room="code tall" label="The query">
            {figure.query.text}
          </Wide>
        </section>
      )}
    </Peek>
  )
}

/** The day as of which the review measured. */
const dayOf = (row: AnyRow): string | undefined => (typeof row['asOf'] === 'string' ? row['asOf'].slice(0, 10) : undefined)

function Lineage({ row, figure }: { readonly row: AnyRow; readonly figure: ReviewFigure }) {
  const { workspace } = useUrl()
  const { workspace: card } = useMe()
  const now = useQuery(compared(workspace, row.id)).data?.items.find(({ metric }) => metric === figure.key)
  const { unit, currency } = figure
  const lines: readonly (readonly [string, ReactNode])[] = [
    [
      row['state'] === 'draft' ? 'Measured' : 'Frozen',
      <>
        <Struck trust={figure.value === null ? null : figure.trust} isMarked>
          {sayValue(figure.value, unit, currency)}
        </Struck>{' '}
        <CertaintyMark of={certaintyOf(figure.trust, card.isSample)} />
      </>,
    ],
    [
      'Live now',
      now ? (
        <>
          {sayValue(now.now, unit, currency)}{' '}
          {now.difference ? (
            <Variance actual={now.now} reference={now.frozen} unit={unit} currency={currency} better="within" />
          ) : (
            <span className="muted">no difference</span>
          )}
        </>
      ) : (
        'reading'
      ),
    ],
    ['Definition', `v${figure.version}, ${words(figure.policy.preset).toLowerCase()} policy`],
    [
      'In numbers',
      figure.numerator === null
        ? '–'
        : `${sayValue(figure.numerator, 'count')}${figure.denominator === null ? '' : ` ÷ ${sayValue(figure.denominator, 'count')}`}`,
    ],
    ['n', figure.n === null ? '–' : sayCount(figure.n)],
    ['Newest row', figure.freshness.newest ? sayDay(figure.freshness.newest) : '–'],
    ['Recorded', figure.freshness.recordedAt ? sayInstantFully(figure.freshness.recordedAt, card.timeZone) : '–'],
  ]
  return (
    <dl className="kv">
      {lines.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

function Movement({
  movement,
  currency,
  isUntrusted,
}: {
  readonly movement: Readonly<Record<string, number>>
  readonly currency: string
  readonly isUntrusted: boolean
}) {
  return (
    <section>
      <h3>Movement</h3>
      <table>
        <tbody>
          {Object.entries(movement)
            .filter(([, amount]) => amount !== 0)
            .map(([name, amount]) => (
              <tr key={name}>
                <td className={name === 'opening' || name === 'closing' ? 's' : ''}>{words(name)}</td>
                <td className={`r ${!isUntrusted && signedAmount(name, amount) < 0 ? 'red' : ''}`}>
                  {sayValue(signedAmount(name, amount), 'money', currency)}
                </td>
              </tr>
            ))}
        </tbody>
      </table>
    </section>
  )
}
