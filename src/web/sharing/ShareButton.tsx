import { Share2 } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { Icon } from '#web/parts/Icon.tsx'
import { useMay } from '#web/session.ts'
import { useUrl } from '#web/url.tsx'
import type { What } from './ShareDialog.tsx'

const ShareDialog = lazy(() => import('./ShareDialog.tsx').then((part) => ({ default: part.ShareDialog })))

/** Opens the dialog that shares what stands on the page. Grey with the reason for whoever may not, and under a day of the past. */
export function ShareButton({ what, words }: { readonly what: What; readonly words?: string | undefined }) {
  const { asOf } = useUrl()
  const may = useMay()
  const [isOpen, setOpen] = useState(false)
  const refused = asOf ? 'The present is shared; leave the past first.' : may('editor') ? null : 'This needs the role editor.'
  return (
    <>
      <button type="button" className="btn" aria-disabled={refused !== null} title={refused ?? undefined} onClick={() => refused === null && setOpen(true)}>
        <Icon of={Share2} /> Share
      </button>
      {isOpen && (
        <Suspense>
          <ShareDialog what={what} words={words} close={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  )
}
