import { ListFilter, X } from 'lucide-react'
import type { Noun } from '#kernel'
import { RefName } from '#web/fields/RefName.tsx'
import { DropMenu } from '#web/parts/DropMenu.tsx'
import { Find } from '#web/parts/Find.tsx'
import { Icon } from '#web/parts/Icon.tsx'
import { useUrl } from '#web/url.tsx'
import { words } from '#web/vocabulary.ts'
import { columnsOf, filtersOf, fitsCell } from './query.ts'

/** The filter as chips in the address, the words to look for, the columns. */
export function Filters({ noun, total }: { readonly noun: Noun; readonly total: string }) {
  const { search, set } = useUrl()
  return (
    <div className="fb">
      <div className="chips">
        {filtersOf(noun, search).map(([name, value]) => (
          <span className="chip" key={name}>
            <span className="k">{words(name)}</span>
            {noun.fields[name]?.target ? <RefName target={noun.fields[name].target} id={value} /> : value.split(',').map(words).join(' or ')}
            <button type="button" className="ib sm" aria-label={`Drop the filter on ${words(name).toLowerCase()}`} onClick={() => set({ [name]: undefined })}>
              <Icon of={X} />
            </button>
          </span>
        ))}
        <AddFilter noun={noun} />
        <span className="muted t12 num of">{total}</span>
      </div>
      <span className="r">
        <Find label="Find in this list" />
        <Columns noun={noun} />
      </span>
    </div>
  )
}

function AddFilter({ noun }: { readonly noun: Noun }) {
  const { search, set } = useUrl()
  const choices = Object.entries(noun.fields).flatMap(([name, field]) =>
    (field.choices ?? []).map((choice) => ({
      id: `${name} ${choice}`,
      says: `${words(name)}: ${words(choice).toLowerCase()}`,
      isChosen: (search[name] ?? '').split(',').includes(choice),
      pick: () => set({ [name]: toggled(search[name], choice) }),
    })),
  )
  const archived = {
    id: 'archived',
    says: 'With archived ones',
    isChosen: search['archived'] === 'true',
    pick: () => set({ archived: search['archived'] ? undefined : 'true' }),
  }
  return (
    <DropMenu
      label="Filter"
      choices={[...choices, archived]}
      button={
        <button type="button" className="chip line">
          <Icon of={ListFilter} /> Filter
        </button>
      }
    />
  )
}

function Columns({ noun }: { readonly noun: Noun }) {
  const { search, set } = useUrl()
  const shown = columnsOf(noun, search['columns'])
  const all = Object.entries(noun.fields).filter(([name, field]) => name !== noun.title && fitsCell(field))
  const choices = all.map(([name]) => ({
    id: name,
    says: words(name),
    isChosen: shown.includes(name),
    pick: () => set({ columns: (shown.includes(name) ? shown.filter((one) => one !== name) : [...shown, name]).join(',') }),
  }))
  return (
    <DropMenu
      label="Columns"
      align="end"
      choices={choices}
      button={
        <button type="button" className="btn quiet d-only">
          {`${shown.length + 1} of ${all.length + 1} columns`}
        </button>
      }
    />
  )
}

function toggled(current: string | undefined, choice: string): string | undefined {
  const all = (current ?? '').split(',').filter(Boolean)
  return (all.includes(choice) ? all.filter((one) => one !== choice) : [...all, choice]).join(',') || undefined
}
