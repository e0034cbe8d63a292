import { ChevronDown, Plus } from 'lucide-react'
import { DropMenu } from '#web/parts/DropMenu.tsx'
import { Icon } from '#web/parts/Icon.tsx'
import { useUrl } from '#web/url.tsx'
import type { Chip } from './contract.ts'

/** The query that was read, part by part. Changing a part asks again. */
export function ChipRow({ chips }: { readonly chips: readonly Chip[] }) {
  if (chips.length === 0) return null
  return (
    <ul className="query" aria-label="The query that was read">
      {chips.map((chip) => (
        <li key={`${chip.slot} ${chip.label}`}>
          <One chip={chip} />
        </li>
      ))}
    </ul>
  )
}

function One({ chip: { slot, label, isSet, options, clear } }: { readonly chip: Chip }) {
  const { set } = useUrl()
  const choices = [
    ...options.map((option) => ({ id: option.ask, says: option.label, isChosen: option.isChosen, pick: () => set({ q: option.ask }) })),
    ...(clear === null ? [] : [{ id: 'clear', says: 'Leave it out', pick: () => set({ q: clear }) }]),
  ]
  if (choices.length === 0) return <span className="chip line">{label}</span>
  return (
    <DropMenu
      label={`Change: ${slot}`}
      choices={choices}
      button={
        <button type="button" className={isSet ? 'qchip' : 'qchip add'}>
          {!isSet && <Icon of={Plus} />}
          {label}
          {isSet && <Icon of={ChevronDown} />}
        </button>
      }
    />
  )
}
