import { isRecord } from '#kernel'
import { isAnyOrder } from './byStep.ts'
import { Choice, TextBox, useBox } from './Choice.tsx'
import { Conditions } from './Conditions.tsx'
import type { Query, Vocabulary } from './contract.ts'
import { conditionsOf, isOfPersons, isOfSeveral, kindOf, put as set, type Draft, type Item } from './draft.ts'
import type { Groups } from './groups.ts'
import { Duration } from './Duration.tsx'
import { propertyWords } from './telling.ts'

const maths = [
  { id: 'unique', says: 'How many different' },
  { id: 'total', says: 'How often' },
  { id: 'active', says: 'Active in the last days' },
  { id: 'per_actor_avg', says: 'How often each' },
  { id: 'sum', says: 'Sum of' },
  { id: 'avg', says: 'Mean of' },
  { id: 'median', says: 'Median of' },
  { id: 'p90', says: '90th percentile of' },
  { id: 'min', says: 'Least of' },
  { id: 'max', says: 'Most of' },
]
const folds = ['sum', 'avg', 'median', 'p90', 'min', 'max']

/** What is said of one event besides its name: conditions, a label, and what its kind of question knows. */
export function ItemDetails({
  item,
  place,
  draft,
  known,
  groups,
  put,
}: {
  readonly item: Item
  readonly place: number
  readonly draft: Draft
  readonly known: Vocabulary
  readonly groups: Groups
  readonly put: (item: Item) => void
}) {
  const kind = kindOf(draft)
  const own = (key: string, value: unknown) => put({ ...item, own: set(item.own, key, value) })
  const name = `event ${place + 1}`
  return (
    <>
      <Conditions
        label={`Condition of ${name}`}
        where={item.sel['where']}
        properties={known.properties}
        groups={groups}
        take={(where) => put({ ...item, sel: set(item.sel, 'where', where) })}
      />
      {kind === 'funnel' && place > 0 && isAnyOrder(draft) && <p className="t12 muted">In any order no step is optional, and none has a time of its own.</p>}
      {kind === 'funnel' && place > 0 && !isAnyOrder(draft) && (
        <>
          <label className="chk t13">
            <input type="checkbox" checked={item.own['optional'] === true} onChange={({ target }) => own('optional', target.checked || undefined)} />
            Optional: it gates nothing
          </label>
          <Duration label="At most after the step before" value={item.own['within']} usual={null} take={(within) => own('within', within)} />
        </>
      )}
      {kind === 'trend' && <Math_ item={item} known={known} put={put} />}
      {kind === 'activation' && (
        <>
          <Count label="Times" value={item.own['times']} take={(n) => own('times', n)} />
          {isOfSeveral(draft) && <Count label="Different persons" value={item.own['minPersons']} take={(n) => own('minPersons', n)} />}
        </>
      )}
      {kind === 'adoption' && (
        <>
          <TextBox
            label={`Name of feature ${place + 1}`}
            placeholder="Name"
            value={String(item.own['name'] ?? '')}
            take={(text) => own('name', text || undefined)}
          />
          <p className="t12 muted">Who may use it: all, or only where</p>
          <Conditions
            label={`Eligible for feature ${place + 1}`}
            where={item.own['eligible']}
            properties={known.properties.filter((ref) => ref.startsWith(isOfPersons(draft) ? 'person.' : 'account.'))}
            groups={{ segments: draft['actor'] === undefined ? groups.segments : [], cohorts: [] }}
            take={(eligible) => own('eligible', eligible)}
          />
        </>
      )}
      {kind !== 'adoption' && (
        <TextBox
          label={`Label of ${name}`}
          placeholder="Label on the chart"
          value={String(item.sel['label'] ?? '')}
          take={(text) => put({ ...item, sel: set(item.sel, 'label', text || undefined) })}
        />
      )}
    </>
  )
}

function Math_({ item, known, put }: { readonly item: Item; readonly known: Vocabulary; readonly put: (item: Item) => void }) {
  const math = String(item.own['math'] ?? 'unique')
  const [value] = [String(item.own['value'] ?? '')]
  const pick = (next: string) => {
    const kept = set(set(set(item.own, 'value', undefined), 'activeDays', undefined), 'math', next)
    put({
      ...item,
      own: folds.includes(next) ? { ...kept, value: value || (known.properties.find((ref) => ref.startsWith('event.')) ?? 'event.amount') } : kept,
    })
  }
  return (
    <>
      <Choice isBare label="What is counted" value={math} options={maths} pick={pick} />
      {math === 'active' && (
        <Choice
          isBare
          label="Days"
          value={String(item.own['activeDays'] ?? 7)}
          options={['1', '7', '28', '30'].map((id) => ({ id, says: id === '1' ? '1 day' : `${id} days` }))}
          pick={(days) => put({ ...item, own: set(item.own, 'activeDays', Number(days)) })}
        />
      )}
      {folds.includes(math) && (
        <Choice
          isBare
          label="Of which property"
          value={value}
          options={known.properties.map((id) => ({ id, says: propertyWords(id) }))}
          pick={(next) => put({ ...item, own: set(item.own, 'value', next) })}
        />
      )}
    </>
  )
}

function Count({ label, value, take }: { readonly label: string; readonly value: unknown; readonly take: (n: number | undefined) => void }) {
  const shown = typeof value === 'number' ? value : 1
  const box = useBox(String(shown))
  return (
    <label className="part">
      <span>{label}</span>
      <input
        ref={box}
        className="inp num"
        type="number"
        min={1}
        defaultValue={shown}
        onBlur={({ target }) => {
          const n = Number(target.value)
          if (Number.isInteger(n) && n > 0 && n !== shown) take(n === 1 ? undefined : n)
        }}
      />
    </label>
  )
}

/** The same in a few words, for a row that is closed. */
export function itemSays({ sel, own }: Item, draft: Draft): string {
  const conditions = conditionsOf(sel['where'])
  const where = conditions === null ? 'where …' : conditions.map(conditionSays).join(' and ')
  const math = maths.find(({ id }) => id === own['math'])
  return [
    typeof sel['label'] === 'string' ? `“${sel['label']}”` : '',
    where === '' ? '' : `where ${where}`,
    own['optional'] === true ? 'optional' : '',
    isRecord(own['within']) ? `within ${String(own['within']['n'])} ${String(own['within']['unit'])}s` : '',
    math ? `${math.says.toLowerCase()}${own['value'] ? ` ${propertyWords(String(own['value']))}` : ''}` : '',
    own['times'] ? `${String(own['times'])} times` : '',
    own['minPersons'] && isOfSeveral(draft) ? `by ${String(own['minPersons'])} persons` : '',
    own['eligible'] ? 'for those eligible' : '',
  ]
    .filter(Boolean)
    .join(', ')
}

export function conditionSays(condition: Query): string {
  if ('cohort' in condition) return `${condition['not'] === true ? 'not ' : ''}in ${String(condition['cohort'])}`
  const words: Readonly<Record<string, string>> = {
    eq: 'is',
    ne: 'is not',
    in: 'is one of',
    nin: 'is none of',
    set: 'is known',
    unset: 'is not known',
    gte: '≥',
    lte: '≤',
    gt: '>',
    lt: '<',
  }
  const op = String(condition['op'])
  const value =
    condition['value'] === undefined ? '' : Array.isArray(condition['value']) ? condition['value'].map(String).join(', ') : String(condition['value'])
  return `${String(condition['prop']).split('.').slice(1).join('.')} ${words[op] ?? op} ${value}`.trim()
}
