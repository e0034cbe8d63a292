import { lazy, Suspense, useState } from 'react'

const ExportDialog = lazy(() => import('./ExportDialog.tsx').then((part) => ({ default: part.ExportDialog })))

/** Opens the dialog that writes the roadmap as a file; under a day of the past it writes that day. */
export function ExportRoadmap() {
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <button type="button" className="btn" onClick={() => setOpen(true)}>
        Export
      </button>
      {isOpen && (
        <Suspense>
          <ExportDialog close={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  )
}
