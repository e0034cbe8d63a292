import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { foundSays } from '#engines/numbers/foundSays.ts'
import { isProblem, type Finding } from '#kernel'
import { call } from '#web/client.ts'
import type { Storage } from '#web/contract.ts'
import { Modal } from '#web/parts/Modal.tsx'
import { SectionHead } from '#web/parts/SectionHead.tsx'
import { StateMark } from '#web/parts/StateMark.tsx'
import { Tile } from '#web/parts/Tile.tsx'
import { useSay } from '#web/parts/Toasts.tsx'
import { quality, storage } from '#web/resources.ts'
import { sayBytes, sayCount, sayDay, sayMany } from '#web/say.ts'
import { useMay, useMe } from '#web/session.ts'
import { Go, useUrl } from '#web/url.tsx'
import { shortName, words } from '#web/vocabulary.ts'

/** What is stored, how fresh it is, which checks fail, and the sample company. */
export function Kept() {
  const { workspace } = useUrl()
  const { workspace: card } = useMe()
  return (
    <div className="two-col">
      <div>
        <Tile of={storage(workspace)} name="The sources" lines={5}>
          {(kept) => <Facts kept={kept} />}
        </Tile>
        <section className="sec" aria-labelledby="h-checks">
          <Tile of={quality(workspace)} name="The checks" lines={3}>
            {({ items }) => <Checks items={items} />}
          </Tile>
        </section>
      </div>
      <aside className="side" aria-label="Storage">
        <Tile of={storage(workspace)} name="Storage" lines={2}>
          {({ postgres, columnar, journal }) => (
            <section>
              <h3>Storage</h3>
              <dl className="kv num">
                {[
                  ['Record', `PostgreSQL ${postgres.version}`],
                  ['Facts', sayBytes(columnar.bytes)],
                  ['Journal', sayBytes(journal.bytes)],
                  ['Durability', typeof postgres.durability === 'string' ? postgres.durability : 'every write is on disk before it is confirmed'],
                ].map(([name, value]) => (
                  <div key={name}>
                    <dt>{name}</dt>
                    <dd>{value}</dd>
                  </div>
                ))}
              </dl>
            </section>
          )}
        </Tile>
        {card.isSample && <Sample />}
        <section>
          <h3>What leaves this server</h3>
          <p className="note">Nothing. Reviews leave it when you download them.</p>
        </section>
      </aside>
    </div>
  )
}

function Facts({ kept }: { readonly kept: Storage }) {
  const facts = kept.columnar.facts.filter(({ rows }) => rows > 0)
  const total = facts.reduce((sum, { rows }) => sum + rows, 0)
  return (
    <section aria-labelledby="h-facts">
      <SectionHead id="h-facts" title={facts.length === 0 ? 'No facts yet' : `${sayMany(total, 'row')} of ${sayMany(facts.length, 'kind')}`}>
        <Go className="link" to="import">
          Import files
        </Go>
      </SectionHead>
      {facts.length > 0 && (
        <table className="num">
          <thead>
            <tr>
              <th scope="col">Fact</th>
              <th scope="col" className="r">
                Rows
              </th>
              <th scope="col" className="r">
                Newest
              </th>
            </tr>
          </thead>
          <tbody>
            {facts
              .toSorted((a, b) => b.rows - a.rows)
              .map(({ fact, rows, newest }) => (
                <tr key={fact}>
                  <td className="b">{words(fact)}</td>
                  <td className="r">{sayCount(rows)}</td>
                  <td className="r muted">{newest ? sayDay(newest) : '–'}</td>
                </tr>
              ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

function Checks({ items }: { readonly items: readonly Finding[] }) {
  return (
    <>
      <SectionHead id="h-checks" title={items.length === 0 ? 'Every check passes' : `${sayMany(items.length, 'check')} failing`} />
      <ul className="rows checks">
        {items.map((finding) => (
          <li className="row" key={finding.check}>
            <StateMark state={finding.severity === 'error' ? 'red' : 'amber'} />
            <div>
              <div className="ttl">{foundSays(finding)}</div>
              <div className="sub">
                {finding.metrics.length > 0
                  ? `${finding.severity === 'error' ? 'Untrusted' : 'Touches'}: ${finding.metrics.map(shortName).join(', ')}`
                  : words(finding.fact)}
              </div>
            </div>
          </li>
        ))}
      </ul>
    </>
  )
}

/** The sample company goes in one act, and never mixes with real figures. */
function Sample() {
  const { workspace } = useUrl()
  const may = useMay()
  const cache = useQueryClient()
  const say = useSay()
  const [isAsking, setAsking] = useState(false)
  const remove = useMutation({
    mutationFn: () => call<unknown>('/sample/remove', { method: 'POST', workspace, body: {} }),
    onSuccess: () => {
      say('The sample company is gone')
      setAsking(false)
    },
    onSettled: () => cache.invalidateQueries(),
  })
  return (
    <section>
      <h3>Sample company</h3>
      <p className="note">Every figure here is made up and marked ○ sample.</p>
      <button type="button" className="btn" disabled={!may('admin')} onClick={() => setAsking(true)}>
        Remove the sample
      </button>
      {isAsking && (
        <Modal title="Remove the sample company?" close={() => setAsking(false)}>
          <p>Its accounts, facts, goals and reviews leave this workspace. What you imported yourself stays.</p>
          {isProblem(remove.error) && <p className="red">{`${remove.error.message} ${remove.error.hint}`}</p>}
          <div className="acts">
            <button type="button" className="btn" onClick={() => setAsking(false)}>
              Not now
            </button>
            <button type="button" className="btn pri" disabled={remove.isPending} onClick={() => remove.mutate()}>
              {remove.isPending ? 'Removing' : 'Remove'}
            </button>
          </div>
        </Modal>
      )}
    </section>
  )
}
