import { lazy, Suspense, useState } from 'react'

const ExportDialog = lazy(() => import('./ExportDialog.tsx').then((part) => ({ default: part.ExportDialog })))

/** Opens the dialog that writes the roadmap as a file, as it is filtered; under a day of the past it writes that day. */
export function ExportRoadmap(what: { readonly filter: Readonly<Record<string, string>>; readonly words: string | undefined }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <button type="button" className="btn" onClick={() => setOpen(true)}>
        Export
      </button>
      {isOpen && (
        <Suspense>
          <ExportDialog {...what} close={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  )
}
