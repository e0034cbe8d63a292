import { Plus, X } from 'lucide-react'
import { recordsIn } from '#kernel'
import { Icon } from '#web/parts/Icon.tsx'
import { Choice } from './Choice.tsx'
import type { Query, Vocabulary } from './contract.ts'
import { kindOf, type Draft } from './draft.ts'
import type { Groups } from './groups.ts'
import { propertyWords } from './telling.ts'

const cohortsId = 'cohorts'

/** Lines by properties, at most three together, or by saved cohorts. */
export function Breakdowns({
  draft,
  known,
  groups,
  set,
}: {
  readonly draft: Draft
  readonly known: Vocabulary
  readonly groups: Groups
  readonly set: (key: string, value: unknown) => void
}) {
  const own: readonly Query[] = recordsIn(draft['breakdown'])
  const idOf = ({ by }: Query): string => (typeof by === 'string' ? by : cohortsId)
  const take = (ids: readonly string[]) => {
    const next = ids.map(
      (id) =>
        own.find((each) => idOf(each) === id) ?? {
          by: id === cohortsId ? { cohorts: groups.cohorts.slice(0, 25).map(({ says }) => says) } : id,
          limit: kindOf(draft) === 'trend' ? 5 : 8,
        },
    )
    set('breakdown', next.length > 0 ? next : undefined)
  }
  return (
    <PropertyList
      label="Break down by"
      add="Add a breakdown"
      values={own.map(idOf)}
      properties={known.properties}
      more={groups.cohorts.length > 0 ? [{ id: cohortsId, says: 'saved cohorts, the first that fits' }] : []}
      most={3}
      take={take}
    />
  )
}

/** A few properties in order, each a choice that can be taken away. */
export function PropertyList({
  label,
  add,
  values,
  properties,
  most,
  take,
  more = [],
}: {
  readonly label: string
  readonly add: string
  readonly values: readonly string[]
  readonly properties: readonly string[]
  readonly most: number
  readonly take: (values: readonly string[]) => void
  readonly more?: readonly { readonly id: string; readonly says: string }[]
}) {
  const options = [...properties.map((id) => ({ id, says: propertyWords(id) })), ...more]
  const free = options.find(({ id }) => !values.includes(id))
  return (
    <fieldset className="part">
      <legend>{label}</legend>
      {values.map((value, at) => (
        <div className="cond" key={at}>
          <Choice
            isBare
            label={`${label} ${at + 1}`}
            value={value}
            options={options.filter(({ id }) => id === value || !values.includes(id))}
            pick={(next) => take(values.map((each, place) => (place === at ? next : each)))}
          />
          <button
            type="button"
            className="ib"
            aria-label={`Remove ${options.find(({ id }) => id === value)?.says ?? propertyWords(value)} from “${label}”`}
            onClick={() => take(values.filter((_, place) => place !== at))}
          >
            <Icon of={X} />
          </button>
        </div>
      ))}
      {free && values.length < most && (
        <select className="inp adder" aria-label={add} value="" onChange={({ target }) => target.value && take([...values, target.value])}>
          <option value="">{values.length === 0 ? 'Nothing' : 'And by'}</option>
          {options
            .filter(({ id }) => !values.includes(id))
            .map(({ id, says }) => (
              <option key={id} value={id}>
                {says}
              </option>
            ))}
        </select>
      )}
      {!free && values.length === 0 && (
        <p className="t12 muted">
          <Icon of={Plus} /> No properties came with the events.
        </p>
      )}
    </fieldset>
  )
}
