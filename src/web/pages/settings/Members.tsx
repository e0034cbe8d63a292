import { useState } from 'react'
import type { AnyRow, Role } from '#kernel'
import { roles } from '#kernel'
import { refusalOf } from '#web/object/decide.ts'
import { Avatar } from '#web/parts/Avatar.tsx'
import { DropMenu } from '#web/parts/DropMenu.tsx'
import { SectionHead } from '#web/parts/SectionHead.tsx'
import { StateWords } from '#web/parts/StateMark.tsx'
import { Tile } from '#web/parts/Tile.tsx'
import { usePerform } from '#web/perform.ts'
import { rows } from '#web/resources.ts'
import { sayInstant, sayMany } from '#web/say.ts'
import { useMay, useMe } from '#web/session.ts'
import { useUrl } from '#web/url.tsx'
import { nouns, words } from '#web/vocabulary.ts'
import { Invite } from './Invite.tsx'

/** Who is in, with which role; roles change in place. */
export function Members() {
  const { workspace, asOf } = useUrl()
  const may = useMay()
  const [isInviting, setInviting] = useState(false)
  return (
    <section aria-labelledby="h-members">
      <Tile of={rows(workspace, 'members', { limit: 200, asOf })} name="Members" lines={5}>
        {({ items }) => (
          <>
            <SectionHead id="h-members" title={titleOf(items)}>
              <button
                type="button"
                className="btn pri"
                disabled={!may('admin') || asOf !== undefined}
                title={may('admin') ? undefined : 'This needs the role admin.'}
                onClick={() => setInviting(true)}
              >
                Invite people
              </button>
            </SectionHead>
            <table className="cards num mem">
              <thead>
                <tr>
                  <th scope="col">Name</th>
                  <th scope="col">Role</th>
                  <th scope="col">E-mail</th>
                  <th scope="col">State</th>
                  <th scope="col" className="r">
                    Since
                  </th>
                  <th scope="col">
                    <span className="sr">Actions</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {items.map((one) => (
                  <MemberRow key={one.id} one={one} />
                ))}
              </tbody>
            </table>
          </>
        )}
      </Tile>
      {isInviting && <Invite close={() => setInviting(false)} />}
    </section>
  )
}

function titleOf(items: readonly AnyRow[]): string {
  const invited = items.filter(({ state }) => state === 'invited').length
  const active = items.filter(({ state }) => state === 'active').length
  return `${sayMany(active, 'person', 'people')} can sign in${invited > 0 ? `; ${sayMany(invited, 'invitation')} not yet answered` : ''}`
}

function MemberRow({ one }: { readonly one: AnyRow }) {
  const { member, serverTime, workspace } = useMe()
  const state = String(one['state'])
  return (
    <tr className={state === 'left' ? 'dim' : ''}>
      <td className="wide">
        <span className="who">
          <Avatar small name={String(one['name'])} />
          <span className="b">{String(one['name'])}</span>
          {one.id === member.id && <span className="muted">you</span>}
        </span>
      </td>
      <td data-l="Role">
        <RoleMenu one={one} />
      </td>
      <td className="wide muted">{String(one['email'])}</td>
      <td data-l="Access">
        <StateWords state={state === 'active' ? 'green' : state === 'invited' ? 'amber' : 'none'}>{words(state)}</StateWords>
      </td>
      <td className="r muted nw" data-l="Since">
        {sayInstant(one.createdAt, serverTime, workspace.timeZone)}
      </td>
      <td className="r">
        <EndAccess one={one} />
      </td>
    </tr>
  )
}

const verbOf = (name: string) => nouns['member']?.verbs.find(({ verb }) => verb === name)

function RoleMenu({ one }: { readonly one: AnyRow }) {
  const { member, serverTime } = useMe()
  const noun = nouns['member']?.noun
  const verb = verbOf('setRole')
  const role = String(one['role'])
  const { perform } = usePerform(noun ?? missing())
  const refused = verb ? refusalOf(verb, one, member, serverTime) : 'Roles cannot be changed here.'
  if (refused) return <span title={refused}>{words(role)}</span>
  const choices: readonly Role[] = roles.filter((name) => name !== 'owner').toReversed()
  return (
    <DropMenu
      label="Role"
      choices={choices.map((name) => ({
        id: name,
        says: words(name),
        isChosen: name === role,
        pick: () => name !== role && void perform('setRole', one, { role: name }).catch(() => null),
      }))}
      button={
        <button type="button" className="cell-b" aria-label={`Role of ${String(one['name'])}: ${role}`}>
          {words(role)}
        </button>
      }
    />
  )
}

function EndAccess({ one }: { readonly one: AnyRow }) {
  const { member, serverTime } = useMe()
  const noun = nouns['member']?.noun
  const verb = verbOf('deactivate')
  const { perform } = usePerform(noun ?? missing())
  if (!verb || refusalOf(verb, one, member, serverTime) !== null) return null
  return (
    <button type="button" className="link t12" title={verb.says} onClick={() => void perform('deactivate', one, {}).catch(() => null)}>
      End access
    </button>
  )
}

function missing(): never {
  throw new Error('Members are a noun of this app.')
}
