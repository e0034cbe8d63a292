import { lazy, Suspense, useState } from 'react'
import { Plus } from 'lucide-react'
import { Icon } from '#web/parts/Icon.tsx'
import { useMay } from '#web/session.ts'
import { useUrl } from '#web/url.tsx'

const NoteForm = lazy(() => import('#web/pages/metric/Forms.tsx').then((part) => ({ default: part.NoteForm })))

/** Writes down what happened on a date: it then stands on every line over that date, here and on the pages of metrics. */
export function AddNote() {
  const { asOf } = useUrl()
  const may = useMay()
  const [isOpen, setOpen] = useState(false)
  if (asOf || !may('editor')) return null
  return (
    <>
      <button type="button" className="btn quiet note-b" onClick={() => setOpen(true)}>
        <Icon of={Plus} /> Note on the line
      </button>
      <Suspense>{isOpen && <NoteForm close={() => setOpen(false)} />}</Suspense>
    </>
  )
}
