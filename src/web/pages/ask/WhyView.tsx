import type { Why } from './contract.ts'
import { GoTo } from './Otherwise.tsx'

/** How a change came about: what is arithmetic, and what is only a hypothesis. */
export function WhyView({ why: { declared, signal, splits, unsplit, hypotheses } }: { readonly why: Why }) {
  return (
    <div className="why">
      {declared.length > 0 && (
        <section className="declared" aria-labelledby="h-decl">
          <h2 id="h-decl">Declared in that time</h2>
          <p className="note">The number came about in another way from then on. This is apart from what happened in the world.</p>
          <ul>
            {declared.map(({ says, to }) => (
              <li key={says}>
                {says}{' '}
                {to !== null && (
                  <GoTo className="link" to={to}>
                    Open it
                  </GoTo>
                )}
              </li>
            ))}
          </ul>
        </section>
      )}
      <section aria-labelledby="h-arith">
        <h2 id="h-arith">Arithmetic</h2>
        <p className="note">Each line sums to the change exactly.</p>
        <ul>
          {splits.map(({ by, says, isSimpson }) => (
            <li key={by}>
              <b>By {by}</b> {says}
              {isSimpson && <span className="amber"> Every part moved the other way: the mix made the change.</span>}
            </li>
          ))}
        </ul>
        {unsplit.map((says) => (
          <p key={says} className="note">
            {says}
          </p>
        ))}
        <p className="note">
          <b>The line</b> {signal}
        </p>
      </section>
      <section aria-labelledby="h-hypo">
        <h2 id="h-hypo">Hypotheses</h2>
        {hypotheses.length === 0 ? (
          <p className="note">No note stands on the line in this time.</p>
        ) : (
          <>
            <p className="note">Happened in that time. Nobody has shown that it is the cause.</p>
            <ul>
              {hypotheses.map(({ says, to }) => (
                <li key={says}>
                  {to === null ? (
                    says
                  ) : (
                    <GoTo className="link" to={to}>
                      {says}
                    </GoTo>
                  )}
                </li>
              ))}
            </ul>
          </>
        )}
      </section>
    </div>
  )
}
