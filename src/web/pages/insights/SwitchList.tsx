import { Choice } from './Choice.tsx'
import type { Query } from './contract.ts'
import type { Draft, Kind } from './draft.ts'
import { switchesFor } from './switches.ts'

/** The choices of a kind, each with what is meant while nobody has chosen. */
export function SwitchList({
  kind,
  draft,
  resolved,
  set,
  isCommon = false,
}: {
  readonly kind: Kind
  readonly draft: Draft
  readonly resolved: Query | undefined
  readonly set: (key: string, value: unknown) => void
  readonly isCommon?: boolean
}) {
  const shown = switchesFor(kind, draft, isCommon)
  return (
    <>
      {shown.map(({ key, says, options, more, usual }) => {
        const value = draft[key] ?? (resolved?.['kind'] === kind ? resolved[key] : undefined)
        return (
          <Choice
            key={key}
            label={says}
            value={value === undefined ? usual : JSON.stringify(value)}
            options={more ? [...options, ...more(draft)] : options}
            pick={(id) => set(key, JSON.parse(id))}
          />
        )
      })}
    </>
  )
}
