/* oxlint-disable jsx-a11y/prefer-tag-over-role, jsx-a11y/no-autofocus -- buttons in a row are a group without a form; the box was just asked for */
import { useQuery } from '@tanstack/react-query'
import { Ellipsis, Plus } from 'lucide-react'
import { useState } from 'react'
import type { AnyRow, Noun } from '#kernel'
import { DropMenu } from '#web/parts/DropMenu.tsx'
import { Icon } from '#web/parts/Icon.tsx'
import { usePerform } from '#web/perform.ts'
import { rows } from '#web/resources.ts'
import { useMay, useMe } from '#web/session.ts'
import { useUrl } from '#web/url.tsx'
import { nouns } from '#web/vocabulary.ts'
import { isSameShown, shownIn, viewAddress, type Shown } from './viewAddress.ts'

/**
 * Saved ways of looking at a noun, those of everybody and one’s own, on whichever page shows them: chosen, saved, changed, shared and removed where one looks.
 * The address is what a view saves. `home` is the page without any.
 */
export function SavedViews({ of, shown, home }: { readonly of: string; readonly shown: Shown; readonly home: { readonly to: string; readonly shown: Shown } }) {
  const { workspace, search, asOf, go } = useUrl()
  const { member } = useMe()
  const may = useMay()
  const noun = nouns['view']?.noun
  const saved = useQuery(rows(workspace, 'views', { of, limit: 100, sort: 'name', asOf }))
  const views = (saved.data?.items ?? []).filter((view) => view['audience'] === 'workspace' || !view['owner'] || view['owner'] === member.id)
  const current = views.find(({ key }) => key === search['view'])
  const isChanged = !isSameShown(shown, current ? shownIn(current) : home.shown)
  const mayWrite = may('contributor') && !asOf
  return (
    <>
      {views.length > 0 && (
        <div className="seg views" role="group" aria-label="Views">
          <button type="button" aria-current={!search['view']} onClick={() => go(home.to)}>
            All
          </button>
          {views.map((view) => {
            const { to, words } = viewAddress(view)
            return (
              <button type="button" key={view.id} aria-current={current === view} onClick={() => go(to, { ...words, view: view.key })}>
                {String(view['name'])}
              </button>
            )
          })}
        </div>
      )}
      {noun && current && mayWrite && <Change key={current.id} noun={noun} view={current} shown={shown} isChanged={isChanged} leave={() => go(home.to)} />}
      {noun && isChanged && mayWrite && <SaveView noun={noun} of={of} shown={shown} />}
    </>
  )
}

/** What is done to the view that is looked at; each can be undone. */
function Change({
  noun,
  view,
  shown,
  isChanged,
  leave,
}: {
  readonly noun: Noun
  readonly view: AnyRow
  readonly shown: Shown
  readonly isChanged: boolean
  readonly leave: () => void
}) {
  const { go } = useUrl()
  const { perform, isPending } = usePerform(noun)
  const put = (input: Readonly<Record<string, unknown>>) => void perform('edit', view, input).catch(() => null)
  const isShared = view['audience'] === 'workspace'
  return (
    <DropMenu
      label={`Change the view “${String(view['name'])}”`}
      choices={[
        { id: 'keep', says: 'Keep what is shown', refused: isChanged ? undefined : 'It shows what it keeps.', pick: () => !isPending && put(fieldsOf(shown)) },
        {
          id: 'audience',
          says: isShared ? 'Show it to its owner alone' : 'Show it to everybody here',
          pick: () => !isPending && put({ audience: isShared ? 'self' : 'workspace' }),
        },
        { id: 'name', says: 'Rename', pick: () => go(`n/views/${view.key}`) },
        {
          id: 'remove',
          says: 'Remove',
          pick: () =>
            void perform('archive', view, {}).then(
              () => leave(),
              () => null,
            ),
        },
      ]}
      button={
        <button type="button" className="ib sm" aria-label={`Change the view “${String(view['name'])}”`}>
          <Icon of={Ellipsis} />
        </button>
      }
    />
  )
}

const fieldsOf = ({ kind, filter, columns = [], sort, group }: Shown) => ({ kind, filter, columns, sort: sort ?? null, group: group ?? null })

function SaveView({ noun, of, shown }: { readonly noun: Noun; readonly of: string; readonly shown: Shown }) {
  const { set } = useUrl()
  const { member } = useMe()
  const { perform, isPending } = usePerform(noun)
  const [name, setName] = useState<string | null>(null)
  const [isShared, setShared] = useState(false)
  const save = async () => {
    if (!name?.trim() || isPending) return
    const given = Object.fromEntries(Object.entries(fieldsOf(shown)).filter(([, value]) => value !== null))
    const audience = isShared ? 'workspace' : 'self'
    const row = await perform('create', undefined, { name: name.trim(), of, ...given, audience, owner: member.id }).catch(() => null)
    if (!row) return
    setName(null)
    set({ view: row.key })
  }
  if (name === null)
    return (
      <button type="button" className="btn quiet" onClick={() => setName('')}>
        <Icon of={Plus} /> Save view
      </button>
    )
  return (
    <form
      className="with-unit"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <input
        className="inp cell"
        aria-label="Name of the view"
        placeholder="Name of the view"
        maxLength={120}
        autoFocus
        value={name}
        onChange={(event) => setName(event.target.value)}
        onKeyDown={(event) => event.key === 'Escape' && setName(null)}
      />
      <label className="t13 nw">
        <input type="checkbox" checked={isShared} onChange={(event) => setShared(event.target.checked)} /> For everybody
      </label>
      <button type="submit" className="btn" aria-disabled={name.trim() === '' || isPending}>
        Save
      </button>
    </form>
  )
}
