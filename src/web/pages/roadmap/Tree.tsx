import type { AnyRow } from '#kernel'
import { More, useSome } from '#web/parts/More.tsx'
import { sayCount, sayMany } from '#web/say.ts'
import { useUrl } from '#web/url.tsx'
import { words } from '#web/words.ts'
import { weeksOf } from './bets.ts'
import { cuts, groupedBy } from './cuts.ts'

/** Bets below what they serve: by objective, or by what the address says and the objective beneath it; those that serve none stand last. */
export function Tree({ bets, names }: { readonly bets: readonly AnyRow[]; readonly names: ReadonlyMap<string, string> }) {
  const { search } = useUrl()
  const goal = cuts.find(({ id }) => id === 'goal') ?? cuts[0]
  const cut = cuts.find(({ id }) => id === search['group']) ?? goal
  return (
    <ul className="rtree">
      {groupedBy(bets, cut, names).map((group) => (
        <li key={group.name}>
          <details open={bets.length <= 200}>
            <summary>
              <b className="b">{group.name}</b> <Sum bets={group.bets} />
            </summary>
            {cut === goal ? (
              <Bets bets={group.bets} />
            ) : (
              <ul>
                {groupedBy(group.bets, goal, names).map((part) => (
                  <li key={part.name}>
                    <details open>
                      <summary>
                        {part.name} <Sum bets={part.bets} />
                      </summary>
                      <Bets bets={part.bets} />
                    </details>
                  </li>
                ))}
              </ul>
            )}
          </details>
        </li>
      ))}
    </ul>
  )
}

function Sum({ bets }: { readonly bets: readonly AnyRow[] }) {
  const weeks = bets.reduce((sum, row) => sum + (weeksOf(row) ?? 0), 0)
  return <span className="muted num">{`${sayMany(bets.length, 'bet')}${weeks > 0 ? `, ${sayCount(Math.round(weeks))} person-weeks` : ''}`}</span>
}

function Bets({ bets }: { readonly bets: readonly AnyRow[] }) {
  const { search, set } = useUrl()
  const { some, more } = useSome(bets, 50)
  return (
    <>
      <ul>
        {some.map((row) => {
          const address = `initiative:${row.key}`
          return (
            <li key={row.id} className={search['peek'] === address ? 'on' : undefined}>
              <button type="button" onClick={() => set({ peek: address })}>
                <span className="muted">{row.key}</span> {String(row['title'])}
              </button>
              <span className="muted t12">{`${words(String(row['horizon'] ?? 'later'))}, ${words(String(row['stage'])).toLowerCase()}`}</span>
            </li>
          )
        })}
      </ul>
      <More of={more} />
    </>
  )
}
