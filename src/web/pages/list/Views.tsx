/* oxlint-disable jsx-a11y/prefer-tag-over-role, jsx-a11y/no-autofocus -- buttons in a row are a group without a form; the box was just asked for */
import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { isRecord, type AnyRow, type Noun } from '#kernel'
import { Icon } from '#web/parts/Icon.tsx'
import { usePerform } from '#web/perform.ts'
import { rows } from '#web/resources.ts'
import { useMay, useMe } from '#web/session.ts'
import { useUrl } from '#web/url.tsx'
import { nouns } from '#web/vocabulary.ts'
import { filtersOf } from './query.ts'

/** Saved ways of looking at this noun; the address is what a view saves. */
export function Views({ noun }: { readonly noun: Noun }) {
  const { workspace, search, asOf, set } = useUrl()
  const may = useMay()
  const saved = useQuery(rows(workspace, 'views', { of: noun.noun, limit: 20, asOf }))
  const isChanged = filtersOf(noun, search).length > 0 || search['sort'] !== undefined || search['columns'] !== undefined
  const clear = Object.fromEntries(['sort', 'columns', 'lens', 'q', ...Object.keys(noun.fields)].map((name) => [name, undefined]))
  const use = (view: AnyRow | null) => set({ ...clear, ...(view ? wordsOf(view) : {}), view: view?.key })
  return (
    <>
      <div className="seg" role="group" aria-label="Views">
        <button type="button" aria-current={!search['view']} onClick={() => use(null)}>
          All
        </button>
        {(saved.data?.items ?? []).map((view) => (
          <button type="button" key={view.id} aria-current={search['view'] === view.key} onClick={() => use(view)}>
            {String(view['name'])}
          </button>
        ))}
      </div>
      {isChanged && may('contributor') && !asOf && <SaveView noun={noun} />}
    </>
  )
}

function SaveView({ noun }: { readonly noun: Noun }) {
  const { search, set } = useUrl()
  const { member } = useMe()
  const view = nouns['view']?.noun ?? noun
  const { perform } = usePerform(view)
  const [name, setName] = useState<string | null>(null)
  const save = async () => {
    if (!name?.trim()) return
    const kind = search['lens'] === 'board' ? 'board' : 'list'
    const filter = Object.fromEntries(filtersOf(noun, search))
    const row = await perform('create', undefined, {
      name,
      kind,
      of: noun.noun,
      filter,
      columns: (search['columns'] ?? '').split(',').filter(Boolean),
      ...(search['sort'] ? { sort: search['sort'] } : {}),
      owner: member.id,
    }).catch(() => null)
    if (row) {
      setName(null)
      set({ view: row.key })
    }
  }
  if (name === null) {
    return (
      <button type="button" className="btn quiet" onClick={() => setName('')}>
        <Icon of={Plus} /> Save view
      </button>
    )
  }
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
        autoFocus
        value={name}
        onChange={(event) => setName(event.target.value)}
        onKeyDown={(event) => event.key === 'Escape' && setName(null)}
      />
      <button type="submit" className="btn">
        Save
      </button>
    </form>
  )
}

function wordsOf(view: AnyRow): Record<string, string | undefined> {
  const filter = isRecord(view['filter']) ? Object.entries(view['filter']).map(([name, value]) => [name, String(value)]) : []
  const columns = Array.isArray(view['columns']) && view['columns'].length > 0 ? view['columns'].join(',') : undefined
  return {
    ...Object.fromEntries(filter),
    columns,
    sort: typeof view['sort'] === 'string' ? view['sort'] : undefined,
    lens: view['kind'] === 'board' ? 'board' : undefined,
  }
}
