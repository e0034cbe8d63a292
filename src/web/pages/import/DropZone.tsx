/* oxlint-disable jsx-a11y/prefer-tag-over-role -- a progress element cannot be drawn alike in every browser */
import { FileUp } from 'lucide-react'
import { useRef, useState } from 'react'
import { isProblem } from '#kernel'
import { Banner } from '#web/parts/Banner.tsx'
import { Icon } from '#web/parts/Icon.tsx'
import { sayBytes, sayMany } from '#web/say.ts'
import type { ImportSteps } from './useImport.ts'

/** Where files are dropped, pasted or chosen. Nothing is written by this: the answer is a dry run. */
export function DropZone({ steps: { open } }: { readonly steps: ImportSteps }) {
  const box = useRef<HTMLInputElement>(null)
  const [isOver, setOver] = useState(false)
  const [sent, setSent] = useState<readonly File[]>([])
  const take = (list: FileList | null | undefined) => {
    const files = [...(list ?? [])]
    if (files.length === 0) return
    setSent(files)
    open.mutate(files)
  }
  const size = sent.reduce((sum, file) => sum + file.size, 0)
  return (
    <>
      <div
        className={`drop ${isOver ? 'over' : ''}`}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault()
          setOver(false)
          take(event.dataTransfer.files)
        }}
        onPaste={(event) => take(event.clipboardData.files)}
      >
        <Icon of={FileUp} />
        <p className="s">{open.isPending ? `Reading ${sayMany(sent.length, 'file')}, ${sayBytes(size)}` : 'Drop files here'}</p>
        <p className="note">
          CSV, XLSX, NDJSON, JSON or YAML, or a zip of them, to 2 GB together.
          <br />
          Accounts and subscriptions are enough to start.
        </p>
        <input ref={box} type="file" multiple hidden onChange={({ target }) => take(target.files)} />
        <button type="button" className="btn pri" disabled={open.isPending} onClick={() => box.current?.click()}>
          {open.isPending ? 'Reading' : 'Choose files'}
        </button>
        {open.isPending && (
          <span className="pg sm wait" role="progressbar" aria-label="Reading the files">
            <u />
          </span>
        )}
      </div>
      {open.isError && (
        <Banner tone="red" says={isProblem(open.error) ? open.error.message : 'The files could not be read.'}>
          {isProblem(open.error) ? open.error.hint : 'Nothing was written.'}
        </Banner>
      )}
      <p className="note below">You see what was recognised, what would change and what contradicts before anything is written. One undo takes it back.</p>
    </>
  )
}
