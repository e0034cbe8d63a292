import { useQuery } from '@tanstack/react-query'
import { Plus, X } from 'lucide-react'
import { useId } from 'react'
import { Icon } from '#web/parts/Icon.tsx'
import { useUrl } from '#web/url.tsx'
import { Choice, TextBox } from './Choice.tsx'
import { valuesOf, type Query } from './contract.ts'
import { conditionsOf, whereOf } from './draft.ts'
import { groupId, groupOf, isGroupId, type Groups } from './groups.ts'
import { propertyWords } from './telling.ts'

const ops = [
  { id: 'eq', says: 'is' },
  { id: 'ne', says: 'is not' },
  { id: 'in', says: 'is one of' },
  { id: 'nin', says: 'is none of' },
  { id: 'contains', says: 'contains' },
  { id: 'gt', says: 'is more than' },
  { id: 'gte', says: 'is at least' },
  { id: 'lt', says: 'is less than' },
  { id: 'lte', says: 'is at most' },
  { id: 'set', says: 'is known' },
  { id: 'unset', says: 'is not known' },
  { id: 'regex', says: 'matches' },
]

/** Conditions that must all hold. One that was written in another way is kept and named, and can be taken away. */
export function Conditions({
  label,
  where,
  properties,
  groups,
  take,
}: {
  readonly label: string
  readonly where: unknown
  readonly properties: readonly string[]
  readonly groups: Groups
  readonly take: (where: unknown) => void
}) {
  const drawn = conditionsOf(where)
  if (drawn === null)
    return (
      <p className="t12 muted">
        {`${label} is written in a way that is not drawn here: ${JSON.stringify(where).slice(0, 120)} `}
        <button type="button" className="link" onClick={() => take(undefined)}>
          Take it away
        </button>
      </p>
    )
  const change = (next: readonly Query[]) => take(whereOf(next))
  const [first] = properties
  return (
    <div className="conds">
      {drawn.map((condition, at) => (
        <Condition
          key={at}
          name={`${label} ${at + 1}`}
          condition={condition}
          properties={properties}
          groups={groups}
          take={(next) => change(drawn.flatMap((each, place) => (place === at ? (next ? [next] : []) : [each])))}
        />
      ))}
      {first !== undefined && (
        <button type="button" className="btn quiet" aria-label={`Add a condition: ${label}`} onClick={() => change([...drawn, { prop: first, op: 'set' }])}>
          <Icon of={Plus} /> Where
        </button>
      )}
    </div>
  )
}

function Condition({
  name,
  condition,
  properties,
  groups,
  take,
}: {
  readonly name: string
  readonly condition: Query
  readonly properties: readonly string[]
  readonly groups: Groups
  readonly take: (next: Query | null) => void
}) {
  const isGroup = 'cohort' in condition || 'segment' in condition
  const prop = isGroup ? groupId(condition, groups) : String(condition['prop'])
  const op = String(condition['op'] ?? 'eq')
  const options = [
    ...groups.segments.map(({ id, says }) => ({ id, says: `in the segment ${says}` })),
    ...groups.cohorts.map(({ id, says }) => ({ id, says: `in the cohort ${says}` })),
    ...properties.map((id) => ({ id, says: propertyWords(id) })),
  ]
  return (
    <div className={isGroup ? 'cond of-group' : 'cond'}>
      <Choice
        isBare
        label={`${name}, property`}
        value={prop}
        options={options}
        pick={(next) => take(isGroupId(next) ? groupOf(next) : { prop: next, op: 'set' })}
      />
      {isGroup ? (
        <Choice
          isBare
          label={`${name}, in or not`}
          value={condition['not'] === true ? 'out' : 'in'}
          options={[
            { id: 'in', says: 'is in it' },
            { id: 'out', says: 'is not in it' },
          ]}
          pick={(next) => take({ ...groupOf(prop), ...(next === 'out' ? { not: true } : {}) })}
        />
      ) : (
        <Choice isBare label={`${name}, how`} value={op} options={ops} pick={(next) => take(withOp(prop, next, condition['value']))} />
      )}
      {!isGroup && op !== 'set' && op !== 'unset' && <Value name={name} condition={condition} take={take} />}
      <button type="button" className="ib" aria-label={`Remove ${name}`} onClick={() => take(null)}>
        <Icon of={X} />
      </button>
    </div>
  )
}

const isList = (op: string): boolean => op === 'in' || op === 'nin'

function withOp(prop: string, op: string, value: unknown): Query {
  if (op === 'set' || op === 'unset') return { prop, op }
  const many = Array.isArray(value) ? value : value === undefined ? [] : [value]
  return { prop, op, value: isList(op) ? (many.length > 0 ? many : ['']) : (many[0] ?? '') }
}

/** The value of a condition; what the property is known to be is offered. A number stays a number where the property has numbers. */
function Value({ name, condition, take }: { readonly name: string; readonly condition: Query; readonly take: (next: Query) => void }) {
  const { workspace } = useUrl()
  const id = useId()
  const [prop, op] = [String(condition['prop']), String(condition['op'])]
  const known = useQuery({ ...valuesOf(workspace, prop), retry: false }).data?.items ?? []
  const typed = (text: string): string | number | boolean => known.find(({ value }) => String(value) === text)?.value ?? numberOr(text, op, known)
  const shown = Array.isArray(condition['value']) ? condition['value'].map(String).join(', ') : String(condition['value'] ?? '')
  return (
    <>
      <datalist id={id}>
        {known.map(({ value, n }) => (
          <option key={String(value)} value={String(value)}>{`${n.toLocaleString('en-US')}`}</option>
        ))}
      </datalist>
      <TextBox
        label={`${name}, value`}
        list={id}
        value={shown}
        placeholder={isList(op) ? 'a, b, c' : 'Value'}
        take={(text) => take({ prop, op, value: isList(op) ? text.split(',').map((each) => typed(each.trim())) : typed(text) })}
      />
    </>
  )
}

function numberOr(text: string, op: string, known: readonly { readonly value: string | number | boolean }[]): string | number {
  const isOrder = ['gt', 'gte', 'lt', 'lte'].includes(op)
  const isNumber = text !== '' && Number.isFinite(Number(text))
  return isNumber && (isOrder || known.some(({ value }) => typeof value === 'number')) ? Number(text) : text
}
