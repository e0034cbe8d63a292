import { useQuery } from '@tanstack/react-query'
import { Plus, X } from 'lucide-react'
import { useId } from 'react'
import { Icon } from '#web/parts/Icon.tsx'
import { useUrl } from '#web/url.tsx'
import { attributesOf, type AttributeValues } from '#web/pages/market/asked.ts'
import { takesMany, takesNone, type ConditionDraft, type RuleDraft } from './ruleDraft.ts'
import './segment.css'

const ops = [
  { id: 'in', says: 'is one of' },
  { id: 'nin', says: 'is none of' },
  { id: 'eq', says: 'is' },
  { id: 'ne', says: 'is not' },
  { id: 'contains', says: 'contains' },
  { id: 'gte', says: 'is at least' },
  { id: 'lt', says: 'is before' },
  { id: 'set', says: 'is known' },
  { id: 'unset', says: 'is not known' },
  { id: 'lte', says: 'is at most' },
  { id: 'gt', says: 'is after' },
  { id: 'regex', says: 'matches' },
] as const

/** Conditions over accounts, each with the values that accounts bear. */
export function RuleBuilder({ draft, change }: { readonly draft: RuleDraft; readonly change: (next: RuleDraft) => void }) {
  const { workspace } = useUrl()
  const known = useQuery(attributesOf(workspace)).data?.items ?? []
  const { join, conditions } = draft
  const put = (next: readonly ConditionDraft[]) => change({ ...draft, conditions: next })
  return (
    <fieldset className="rb">
      <legend>Who is in it</legend>
      {conditions.length > 1 && (
        <label className="rb-join t13">
          Accounts that fit{' '}
          <select className="inp" value={join} onChange={({ target }) => change({ ...draft, join: target.value === 'any' ? 'any' : 'all' })}>
            <option value="all">all of these</option>
            <option value="any">any of these</option>
          </select>
        </label>
      )}
      {conditions.map((condition, at) => (
        <Condition
          key={at}
          at={at + 1}
          condition={condition}
          known={known}
          change={(next) => put(conditions.with(at, next))}
          remove={conditions.length > 1 ? () => put(conditions.toSpliced(at, 1)) : null}
        />
      ))}
      <button type="button" className="btn quiet" onClick={() => put([...conditions, { prop: 'account.plan', op: 'in', text: '' }])}>
        <Icon of={Plus} /> Add a condition
      </button>
    </fieldset>
  )
}

function Condition({
  at,
  condition,
  known,
  change,
  remove,
}: {
  readonly at: number
  readonly condition: ConditionDraft
  readonly known: readonly AttributeValues[]
  readonly change: (next: ConditionDraft) => void
  readonly remove: (() => void) | null
}) {
  const list = useId()
  const { prop, op, text } = condition
  const values = known.find((one) => one.prop === prop)?.values ?? []
  const props = known.length > 0 ? known : [{ prop, says: prop.replace('account.', ''), values: [] }]
  return (
    <div className="rb-c">
      <select className="inp" aria-label={`Condition ${at}, property`} value={prop} onChange={({ target }) => change({ prop: target.value, op, text: '' })}>
        {props.map((one) => (
          <option key={one.prop} value={one.prop}>
            {one.says}
          </option>
        ))}
      </select>
      <select className="inp" aria-label={`Condition ${at}, how`} value={op} onChange={({ target }) => change({ ...condition, op: target.value })}>
        {ops.map(({ id, says }) => (
          <option key={id} value={id}>
            {says}
          </option>
        ))}
      </select>
      {takesNone(op) ? (
        <span />
      ) : (
        <input
          className="inp"
          aria-label={`Condition ${at}, value`}
          list={list}
          placeholder={takesMany(op) ? 'a, b, c' : prop === 'account.startedOn' ? '2025-01-01' : 'value'}
          value={text}
          onChange={(event) => change({ ...condition, text: event.target.value })}
        />
      )}
      {remove ? (
        <button type="button" className="ib" aria-label={`Remove condition ${at}`} onClick={remove}>
          <Icon of={X} />
        </button>
      ) : (
        <span />
      )}
      <datalist id={list}>
        {values.map(({ value, n }) => (
          <option key={value} value={value}>{`${n} accounts`}</option>
        ))}
      </datalist>
      {takesMany(op) && values.length > 0 && values.length <= 24 && (
        <Chosen values={values} text={text} change={(next) => change({ ...condition, text: next })} at={at} />
      )}
    </div>
  )
}

/** The known values as buttons, so that several are chosen without typing. */
function Chosen({
  values,
  text,
  change,
  at,
}: {
  readonly values: AttributeValues['values']
  readonly text: string
  readonly change: (next: string) => void
  readonly at: number
}) {
  const chosen = text
    .split(',')
    .map((each) => each.trim())
    .filter(Boolean)
  return (
    <fieldset className="rb-v" aria-label={`Condition ${at}, values that accounts bear`}>
      {values.map(({ value, n }) => (
        <button
          key={value}
          type="button"
          className="chip line"
          aria-pressed={chosen.includes(value)}
          onClick={() => change((chosen.includes(value) ? chosen.filter((each) => each !== value) : [...chosen, value]).join(', '))}
        >
          {value} <span className="k num">{n}</span>
        </button>
      ))}
    </fieldset>
  )
}
