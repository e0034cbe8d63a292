/* oxlint-disable jsx-a11y/no-autofocus -- only in a cell that was just opened for editing */
import { Combobox } from '@base-ui/react/combobox'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { useMemo, useState } from 'react'
import { Icon } from '#web/parts/Icon.tsx'
import { rows } from '#web/resources.ts'
import { useUrl } from '#web/url.tsx'
import { nouns, words } from '#web/vocabulary.ts'
import { RefName } from './RefName.tsx'
import { toTarget, useTarget, type Target } from './useTarget.ts'
import { inputClass, type WidgetProps } from './widget.ts'

/** The row that a reference points at, by typing a part of its name. */
export function RefWidget(props: WidgetProps) {
  const { id, field, value, change, label } = props
  const target = field.target ?? ''
  const current = useTarget(target, typeof value === 'string' ? value : null)
  return (
    <Picker
      id={id}
      label={label}
      target={target}
      className={inputClass(props)}
      inCell={props.inCell === true}
      current={current}
      pick={(one) => change(one?.id ?? null)}
    />
  )
}

/** Several rows; each can be taken away. */
export function RefsWidget({ id, field, value, change, label, ...rest }: WidgetProps) {
  const target = field.target ?? ''
  const ids: readonly string[] = Array.isArray(value) ? value.map(String) : []
  return (
    <div className="refs">
      {ids.map((one) => (
        <span className="chip" key={one}>
          <RefName target={target} id={one} />
          <button type="button" className="ib sm" aria-label="Take away" onClick={() => change(ids.filter((other) => other !== one))}>
            <Icon of={X} />
          </button>
        </span>
      ))}
      <Picker
        id={id}
        label={label}
        target={target}
        className={inputClass({ id, field, value, change, label, ...rest })}
        inCell={false}
        current={null}
        pick={(one) => one && change([...new Set([...ids, one.id])])}
      />
    </div>
  )
}

function Picker({
  id,
  label,
  target,
  className,
  inCell,
  current,
  pick,
}: {
  readonly id: string
  readonly label: string
  readonly target: string
  readonly className: string
  readonly inCell: boolean
  readonly current: Target | null
  readonly pick: (one: Target | null) => void
}) {
  const { workspace } = useUrl()
  const [typed, setTyped] = useState('')
  const noun = nouns[target]?.noun
  const found = useQuery({
    ...rows(workspace, noun?.plural ?? target, { q: typed === current?.title ? '' : typed, limit: 20 }),
    enabled: noun !== undefined,
    placeholderData: keepPreviousData,
  })
  const items = useMemo(() => (found.data?.items ?? []).map((one) => toTarget(noun?.title ?? 'name', one)), [found.data, noun])
  return (
    <Combobox.Root
      items={items}
      value={current}
      onValueChange={pick}
      onInputValueChange={setTyped}
      itemToStringLabel={(one) => one.title}
      isItemEqualToValue={(a, b) => a.id === b.id}
      filter={null}
    >
      <Combobox.Input id={id} className={className} placeholder={`Find ${words(target).toLowerCase()}`} aria-label={label} autoFocus={inCell} />
      <Combobox.Portal>
        <Combobox.Positioner className="over-menu" sideOffset={4}>
          <Combobox.Popup className="menu">
            <Combobox.Empty className="mi off">Nothing found</Combobox.Empty>
            <Combobox.List>
              {(one: Target) => (
                <Combobox.Item key={one.id} value={one} className="mi">
                  <span>{one.title}</span>
                  <span className="muted t12">{one.key}</span>
                </Combobox.Item>
              )}
            </Combobox.List>
          </Combobox.Popup>
        </Combobox.Positioner>
      </Combobox.Portal>
    </Combobox.Root>
  )
}
