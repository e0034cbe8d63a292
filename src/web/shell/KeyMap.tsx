import { useState } from 'react'
import { useKeyBoard, type KeyBinding } from '#web/keys.tsx'
import { Kbd } from '#web/parts/Kbd.tsx'
import { Modal } from '#web/parts/Modal.tsx'

const groups = ['Go', 'Anywhere', 'In a list', 'On this page'] as const

/** Every key of this screen, and the switch for single keys. */
export function KeyMap({ close }: { readonly close: () => void }) {
  const { listed, singleKeys, setSingleKeys } = useKeyBoard()
  const [bindings] = useState(() => [...new Map(listed().map((one) => [`${one.group ?? ''} ${one.keys} ${one.says}`, one])).values()])
  return (
    <Modal title="Keys on this screen" close={close} wide>
      <div className="kcols">
        {groups.map((group) => (
          <KeyColumn key={group} group={group} bindings={bindings.filter((one) => (one.group ?? 'On this page') === group)} />
        ))}
      </div>
      <label className="tick kf">
        <input type="checkbox" checked={singleKeys} onChange={(event) => setSingleKeys(event.target.checked)} />
        <span>Single keys are on. They never fire in a text field.</span>
      </label>
    </Modal>
  )
}

function KeyColumn({ group, bindings }: { readonly group: string; readonly bindings: readonly KeyBinding[] }) {
  if (bindings.length === 0) return null
  return (
    <section>
      <h3>{group}</h3>
      <ul>
        {bindings.map(({ keys, says }) => (
          <li key={`${keys} ${says}`}>
            <span>{says}</span>
            <span className="sr">{keys}</span>
            <span>
              <Kbd keys={keys} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
