import { Fragment, type ReactNode } from 'react'
import { isRecord, type Field } from '#kernel'
import { segment as rules } from '#objects'
import { sayDay, sayPeriod } from '#web/say.ts'
import { words } from '#web/vocabulary.ts'
import type { KindName } from './kinds.ts'
import { RefName } from './RefName.tsx'

type Show = (value: unknown, field: Field<unknown>) => ReactNode

/** A value as a person reads it. Kinds that need more than the kernel's words have a line here; the rest show what the kernel shows. */
const shows: Partial<Record<KindName, Show>> = {
  oneOf: (value) => words(String(value)),
  boolean: (value) => (value === true ? 'Yes' : 'No'),
  date: (value) => (typeof value === 'string' ? sayDay(value) : ''),
  dateTime: (value) => (typeof value === 'string' ? sayDay(value) : ''),
  timeframe: (value) => (typeof value === 'string' ? sayPeriod(value) : ''),
  tags: (value) => <Chips of={value} />,
  manyOf: (value) => <Chips of={value} />,
  url: (value) =>
    typeof value === 'string' ? (
      <a className="link" href={value} rel="noreferrer noopener" target="_blank">
        {value.replace(/^https?:\/\//, '')}
      </a>
    ) : (
      ''
    ),
  predicate: (value) => ruleWords(value),
  json: (value) => (isRecord(value) ? `${Object.keys(value).length} entries` : ''),
  ref: (value, field) => (typeof value === 'string' ? <RefName target={field.target ?? ''} id={value} /> : ''),
  refs: (value, field) => (Array.isArray(value) ? <Names of={value} target={field.target ?? ''} /> : ''),
  record: (value, field) => (isRecord(value) ? <Named of={value} field={field} /> : ''),
  list: (value, field) => (Array.isArray(value) ? <Entries of={value} field={field} /> : ''),
}

export function showField(field: Field<unknown>, value: unknown): ReactNode {
  if (value === null || value === undefined || value === '') return ''
  const own = find(field.kind)
  if (own) return own(value, field)
  try {
    return field.show(value)
  } catch {
    return String(value)
  }
}

/** A rule over accounts in words; one that cannot be read as it was written. */
function ruleWords(value: unknown): string {
  const { rule } = rules.compile(value)
  return rule ? rules.saysRule(rule) : JSON.stringify(value)
}

function find(kind: string): Show | undefined {
  return Object.entries(shows).find(([name]) => name === kind)?.[1]
}

function Chips({ of }: { readonly of: unknown }) {
  if (!Array.isArray(of) || of.length === 0) return null
  return (
    <span className="chips">
      {of.map((one: unknown) => (
        <span className="chip" key={String(one)}>
          {String(one)}
        </span>
      ))}
    </span>
  )
}

/** Several names; beyond three they are counted. */
function Names({ of, target }: { readonly of: readonly unknown[]; readonly target: string }) {
  const shown = of.slice(0, 3)
  return (
    <>
      {shown.map((id, index) => (
        <Fragment key={String(id)}>
          {index > 0 && ', '}
          <RefName target={target} id={String(id)} />
        </Fragment>
      ))}
      {of.length > shown.length && <span className="muted">{` and ${of.length - shown.length} more`}</span>}
    </>
  )
}

/** A small structure: each value after its name. */
function Named({ of, field }: { readonly of: Readonly<Record<string, unknown>>; readonly field: Field<unknown> }) {
  const held = Object.entries(field.inner ?? {}).filter(([name]) => of[name] !== null && of[name] !== undefined)
  return (
    <>
      {held.map(([name, one], index) => (
        <Fragment key={name}>
          {index > 0 && ', '}
          <span className="muted">{index === 0 ? words(name) : words(name).toLowerCase()}</span> {showField(one, of[name])}
        </Fragment>
      ))}
    </>
  )
}

function Entries({ of, field }: { readonly of: readonly unknown[]; readonly field: Field<unknown> }) {
  if (of.length === 0) return null
  const inner = Object.entries(field.inner ?? {})
  return (
    <ul className="entries">
      {of.map((entry, index) => (
        <li key={`${index}-${JSON.stringify(entry)}`}>
          {isRecord(entry) &&
            inner.map(([name, one]) => {
              const shown = showField(one, entry[name])
              return shown === '' ? null : <span key={name}>{shown}</span>
            })}
        </li>
      ))}
    </ul>
  )
}
