import { Check } from 'lucide-react'
import { rank, roles, type Role } from '#kernel'
import { Icon } from '#web/parts/Icon.tsx'
import { SectionHead } from '#web/parts/SectionHead.tsx'
import { nouns, pluralWords, words } from '#web/vocabulary.ts'
import { Wide } from '#web/parts/Wide.tsx'

interface Right {
  readonly says: string
  readonly from: Role
}

/** What each role may do, read from the same definitions that the server enforces. */
export function Roles() {
  const all = Object.values(nouns)
  const named = (role: Role, of: 'allow' | 'read') => all.filter(({ noun }) => noun[of] === role).map(({ noun }) => pluralWords(noun).toLowerCase())
  const rights: readonly Right[] = [
    ...roles.flatMap((role) => line('Read', named(role, 'read'), role)),
    ...roles.flatMap((role) => line('Add and edit', named(role, 'allow'), role)),
    ...all.flatMap(({ noun, verbs }) =>
      verbs
        .filter((verb) => rank(verb.allow) > rank(noun.allow))
        .map((verb) => ({ says: `${words(verb.verb)} ${words(noun.noun).toLowerCase()}`, from: verb.allow })),
    ),
    { says: 'Set keys, read the audit log', from: 'admin' },
  ]
  const shown = roles.toReversed()
  return (
    <section aria-labelledby="h-roles">
      <SectionHead id="h-roles" title="What each role may do">
        <span>Read from the definitions that the server enforces</span>
      </SectionHead>
      <Wide label="Rights by role">
        <table className="mx">
          <thead>
            <tr>
              <th scope="col">Right</th>
              {shown.map((role) => (
                <th key={role} scope="col" className="c">
                  {words(role)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rights.map(({ says, from }) => (
              <tr key={says}>
                <td className="b">{says}</td>
                {shown.map((role) => (
                  <td key={role} className="c">
                    {rank(role) >= rank(from) ? (
                      <span className="yes">
                        <Icon of={Check} />
                        <span className="sr">yes</span>
                      </span>
                    ) : (
                      <span className="no">–</span>
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
    </section>
  )
}

const line = (verb: string, names: readonly string[], from: Role): readonly Right[] =>
  names.length === 0 ? [] : [{ says: `${verb} ${names.join(', ')}`, from }]
