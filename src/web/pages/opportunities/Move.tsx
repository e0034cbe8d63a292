import { useState } from 'react'
import { Modal } from '#web/parts/Modal.tsx'
import type { OpportunityTree } from './asked.ts'
import { useMove } from './useMove.ts'

/** Puts an opportunity below an outcome, below another opportunity, or below nothing; what dragging does, by keyboard. */
export function Move({ id, tree, close }: { readonly id: string; readonly tree: OpportunityTree; readonly close: () => void }) {
  const [to, setTo] = useState('')
  const move = useMove()
  const nodes = tree.outcomes.flatMap((outcome) => outcome.nodes)
  const own = nodes.find((node) => node.id === id)
  const [kind = '', target = null] = to.split(':')
  return (
    <Modal title={`Move ${own?.key ?? ''} ${own?.title ?? ''}`} close={close}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          const place = { parent: kind === 'opportunity' ? target : null, objective: kind === 'objective' ? target : null }
          void move(id, place).then((isMoved) => isMoved && close())
        }}
      >
        <label className="fld">
          <span>Below</span>
          <select className="inp" value={to} onChange={({ target: box }) => setTo(box.value)}>
            <option value="">No outcome</option>
            <optgroup label="Outcomes">
              {tree.objectives.map((one) => (
                <option key={one.id} value={`objective:${one.id}`}>{`${one.key} ${one.title}`}</option>
              ))}
            </optgroup>
            <optgroup label="Opportunities">
              {nodes
                .filter((node) => node.id !== id)
                .map((node) => (
                  <option key={node.id} value={`opportunity:${node.id}`}>{`${node.key} ${node.title}`}</option>
                ))}
            </optgroup>
          </select>
        </label>
        <div className="savebar">
          <button type="submit" className="btn pri">
            Move
          </button>
          <button type="button" className="btn" onClick={close}>
            Cancel
          </button>
        </div>
      </form>
    </Modal>
  )
}
