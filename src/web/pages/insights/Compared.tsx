import { X } from 'lucide-react'
import { recordsIn } from '#kernel'
import { Icon } from '#web/parts/Icon.tsx'
import type { Draft } from './draft.ts'
import { groupId, groupOf, type Groups } from './groups.ts'

const most = 12

/** Saved segments and cohorts beside each other: the same question of each, so that who is in two of them counts in both. */
export function Compared({ draft, groups, set }: { readonly draft: Draft; readonly groups: Groups; readonly set: (key: string, value: unknown) => void }) {
  const own = recordsIn(draft['beside']).map((group) => groupId(group, groups))
  const all = [...groups.segments, ...groups.cohorts]
  const free = (list: Groups['segments']) => list.filter(({ id }) => !own.includes(id))
  const take = (ids: readonly string[]) => set('beside', ids.length > 0 ? ids.map(groupOf) : undefined)
  const says = (id: string): string => all.find((one) => one.id === id)?.says ?? id.replace(/^(segment|cohort):/, '')
  if (all.length === 0 && own.length === 0) return null
  return (
    <fieldset className="part">
      <legend>Compare groups</legend>
      {own.map((id) => (
        <div className="cond" key={id}>
          <span className="inp grp">
            {says(id)} <span className="muted t12">{id.startsWith('segment:') ? 'segment' : 'cohort'}</span>
          </span>
          <button type="button" className="ib" aria-label={`Remove ${says(id)} from the comparison`} onClick={() => take(own.filter((each) => each !== id))}>
            <Icon of={X} />
          </button>
        </div>
      ))}
      {own.length < most && free(all).length > 0 && (
        <select className="inp adder" aria-label="Compare with a group" value="" onChange={({ target }) => target.value && take([...own, target.value])}>
          <option value="">{own.length === 0 ? 'Everybody together' : 'And with'}</option>
          <Options label="Segments" list={free(groups.segments)} />
          <Options label="Cohorts" list={free(groups.cohorts)} />
        </select>
      )}
      {own.length === 1 && <p className="t12 muted">Choose another to see both beside each other.</p>}
    </fieldset>
  )
}

function Options({ label, list }: { readonly label: string; readonly list: Groups['segments'] }) {
  if (list.length === 0) return null
  return (
    <optgroup label={label}>
      {list.map(({ id, says }) => (
        <option key={id} value={id}>
          {says}
        </option>
      ))}
    </optgroup>
  )
}
