import { useState } from 'react'
import { capital } from '#engines/numbers/capital.ts'
import type { Noun } from '#kernel'
import { kanoAnswer } from '#objects'
import { Wide } from '#web/parts/Wide.tsx'
import { usePerform } from '#web/perform.ts'
import { sayMany } from '#web/say.ts'
import { useMay, useMe } from '#web/session.ts'
import { Go, useUrl } from '#web/url.tsx'
import { nouns } from '#web/vocabulary.ts'
import type { KanoTold, RankedBet } from './asked.ts'
import { KanoPaste } from './KanoPaste.tsx'

const feelings = kanoAnswer.kanoWords.map((id) => ({ id, says: kanoAnswer.kanoSays[id] }))

/** What customers answered to the two questions of Kano: the class that follows, how sure it is, and the table that it is read from. */
export function Kano({ bet }: { readonly bet: RankedBet }) {
  const { asOf } = useUrl()
  const mayAdd = useMay()('contributor') && !asOf
  const noun = nouns['kanoAnswer']?.noun
  const [isPasting, setPasting] = useState(false)
  return (
    <section>
      <h3>How customers would feel</h3>
      {bet.kano ? <Told told={bet.kano} /> : <p className="t13">Nobody was asked. Ask customers both questions, or paste the answers of a survey.</p>}
      <div className="acts">
        {bet.kano && (
          <Go className="btn" to="n/kanoAnswers" words={{ initiative: bet.id }}>
            All answers
          </Go>
        )}
        {mayAdd && (
          <button type="button" className="btn" onClick={() => setPasting(true)}>
            Paste answers
          </button>
        )}
        {noun && mayAdd && <Add key={bet.id} bet={bet} noun={noun} />}
      </div>
      {isPasting && <KanoPaste bet={bet} close={() => setPasting(false)} />}
    </section>
  )
}

function Told({ told }: { readonly told: KanoTold }) {
  const { n, band, strength, better, worse, interval, segments, pairs } = told
  const percent = (share: number): string => `${Math.round(share * 100)}%`
  return (
    <>
      <p className="num">
        <b className="b">{capital(band)}</b>
        {`: ${sayMany(n, 'answer')}${interval ? `, the first class has ${percent(interval.low)} to ${percent(interval.high)} of them` : ''}, ${Math.round(strength * 100)} points before the second.`}
      </p>
      {better !== null && worse !== null && <p className="num">{`Having it pleases ${percent(better)}, missing it displeases ${percent(-worse)}.`}</p>}
      <Wide label="Answers by pair">
        <table className="num kano">
          <thead>
            <tr>
              <th scope="col">With it, without it →</th>
              {feelings.map(({ id, says }) => (
                <th scope="col" key={id}>
                  {says}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {feelings.map(({ id, says }, row) => (
              <tr key={id}>
                <th scope="row">{says}</th>
                {feelings.map((without, column) => {
                  const { category = '', n: count = 0 } = pairs[row]?.[column] ?? {}
                  return (
                    <td key={without.id} className={count > 0 ? 'b' : 'muted'}>
                      {category} {count > 0 ? count : ''}
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
      <p className="t12 muted">
        M must-be, P performance, A attractive, I indifferent, R reverse, Q questionable. Under six points between the first two it is mixed.
      </p>
      {segments.length > 1 && <p className="t13">{segments.map((one) => `${one.name}: ${one.band} of ${one.n}`).join('; ')}.</p>}
    </>
  )
}

/** One answer that was heard rather than imported. */
function Add({ bet, noun }: { readonly bet: RankedBet; readonly noun: Noun }) {
  const { serverTime } = useMe()
  const { perform, isPending } = usePerform(noun)
  const [isOpen, setOpen] = useState(false)
  const [said, setSaid] = useState({ respondent: '', functional: '', dysfunctional: '' })
  const isWhole = said.respondent.trim() !== '' && said.functional !== '' && said.dysfunctional !== ''
  if (!isOpen)
    return (
      <button type="button" className="btn" onClick={() => setOpen(true)}>
        Add an answer
      </button>
    )
  const send = async () => {
    const input = { ...said, respondent: said.respondent.trim(), initiative: bet.id, answeredOn: serverTime.slice(0, 10) }
    const saved = await perform('create', undefined, input).catch(() => null)
    if (saved) setSaid({ respondent: '', functional: '', dysfunctional: '' })
  }
  const choose = (name: 'functional' | 'dysfunctional', says: string) => (
    <label className="wide">
      {says}
      <select className="inp" value={said[name]} onChange={({ target }) => setSaid({ ...said, [name]: target.value })}>
        <option value="">Choose</option>
        {feelings.map((one) => (
          <option key={one.id} value={one.id}>
            {one.says}
          </option>
        ))}
      </select>
    </label>
  )
  return (
    <form
      className="judge"
      onSubmit={(event) => {
        event.preventDefault()
        if (isWhole && !isPending) void send()
      }}
    >
      <label className="wide">
        Who answered
        <input className="inp" maxLength={200} value={said.respondent} onChange={({ target }) => setSaid({ ...said, respondent: target.value })} />
      </label>
      {choose('functional', 'How they feel if they have it')}
      {choose('dysfunctional', 'How they feel if they do not have it')}
      <button type="submit" className="btn pri" aria-disabled={isPending || !isWhole}>
        Add
      </button>
      <button type="button" className="btn" onClick={() => setOpen(false)}>
        Close
      </button>
    </form>
  )
}
