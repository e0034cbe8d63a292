import { useQuery } from '@tanstack/react-query'
import type { Noun } from '#kernel'
import { SectionHead } from '#web/parts/SectionHead.tsx'
import { rows } from '#web/resources.ts'
import { addressOf } from '#web/object/address.ts'
import { Go, useUrl } from '#web/url.tsx'
import { nouns, pluralWords, words } from '#web/vocabulary.ts'

/** Words have a place of their own on the page; ballots are told by their round. */
const told = new Set(['comment', 'ballot'])

/** What points here: every noun with a reference at this one, when it has rows. */
export function Related({ noun, id }: { readonly noun: Noun; readonly id: string }) {
  const links = Object.values(nouns).flatMap(({ noun: other }) =>
    Object.entries(other.fields).flatMap(([name, field]) => (field.target === noun.noun && !told.has(other.noun) ? [{ other, name }] : [])),
  )
  return (
    <>
      {links.map(({ other, name }) => (
        <Pointing key={`${other.noun} ${name}`} target={noun.noun} other={other} name={name} id={id} />
      ))}
    </>
  )
}

function Pointing({ target, other, name, id }: { readonly target: string; readonly other: Noun; readonly name: string; readonly id: string }) {
  const { workspace, asOf } = useUrl()
  const { data } = useQuery(rows(workspace, other.plural, { [name]: id, limit: 6, asOf }))
  if (!data || data.items.length === 0) return null
  return (
    <section className="sec">
      <SectionHead title={pluralWords(other)} count={data.total}>
        {name !== target && <span>{`“${words(name)}” is this`}</span>}
        {data.total > data.items.length && (
          <Go to={`n/${other.plural}`} words={{ [name]: id }} className="link">
            All
          </Go>
        )}
      </SectionHead>
      <ul className="rows rel2">
        {data.items.map((one) => (
          <li className="row" key={one.id}>
            <Go to={addressOf(other.noun, one.key)} className="ttl">
              {other.fields[other.title]?.choices ? words(String(one[other.title])) : String(one[other.title] ?? one.key)}
            </Go>
            <span className="muted t12">{typeof one['state'] === 'string' ? words(one['state']) : one.key}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
