import { useQuery } from '@tanstack/react-query'
import { Outlet, useLocation, useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { isSignedOut } from '#web/client.ts'
import { useKeys } from '#web/keys.tsx'
import { useLiveFeed } from '#web/live.ts'
import { Conflicts } from '#web/parts/Conflict.tsx'
import { PeekSlot } from '#web/parts/Peek.tsx'
import { Failed, Waiting } from '#web/parts/Tile.tsx'
import { Toasts } from '#web/parts/Toasts.tsx'
import { places } from '#web/places.ts'
import { meOf } from '#web/resources.ts'
import { Session } from '#web/session.ts'
import { useUrl } from '#web/url.tsx'
import { BottomBar } from './BottomBar.tsx'
import { Header } from './Header.tsx'
import { PageArea } from './PageArea.tsx'
import { Rail } from './Rail.tsx'

const Palette = lazy(() => import('./Palette.tsx').then(({ Palette: View }) => ({ default: View })))
const Computed = lazy(() => import('#web/computed/Computed.tsx').then(({ Computed: View }) => ({ default: View })))
const KeyMap = lazy(() => import('./KeyMap.tsx').then(({ KeyMap: View }) => ({ default: View })))

/** The frame of a workspace: rail, header, page, peek. Everything in it knows who is signed in. */
export function Shell() {
  const { workspace } = useUrl()
  const me = useQuery({ ...meOf(workspace), staleTime: 60_000, retry: false })
  if (me.data) {
    return (
      <Session value={me.data}>
        <Toasts>
          <Conflicts>
            <Frame key={workspace} workspace={workspace} />
          </Conflicts>
        </Toasts>
      </Session>
    )
  }
  if (isSignedOut(me.error)) return <ToSignin />
  return (
    <main className="page" id="main">
      {me.isError ? <Failed isWhole name="The workspace" error={me.error} again={() => void me.refetch()} /> : <Waiting name="The workspace" lines={6} />}
    </main>
  )
}

/** Leaves once, and remembers the address as it was: the address changes while this part is still on screen. */
function ToSignin() {
  const { href } = useLocation()
  const navigate = useNavigate()
  const hasLeft = useRef(false)
  useEffect(() => {
    if (!hasLeft.current) void navigate({ to: '/signin', search: { to: href }, replace: true })
    hasLeft.current = true
  }, [navigate, href])
  return null
}

function Frame({ workspace }: { readonly workspace: string }) {
  const [slot, setSlot] = useState<HTMLElement | null>(null)
  const [open, setOpen] = useState<'palette' | 'keys' | null>(null)
  const feed = useLiveFeed(workspace)
  const { go, search } = useUrl()
  useKeys([
    { keys: 'mod k', says: 'Search or act', group: 'Anywhere', run: () => setOpen('palette') },
    { keys: '?', says: 'This map', group: 'Anywhere', run: () => setOpen('keys') },
    ...places.map(({ keys, name, to }) => ({ keys, says: name, group: 'Go' as const, run: () => go(to) })),
    { keys: 'g a', says: 'Ask', group: 'Go', run: () => go('ask') },
    { keys: 'g o', says: 'Import', group: 'Go', run: () => go('import') },
  ])
  return (
    <PeekSlot value={slot}>
      <a className="skip" href="#main">
        Skip to the page
      </a>
      <div className="app">
        <Rail showKeys={() => setOpen('keys')} />
        <div className="main">
          <Header feed={feed} openPalette={() => setOpen('palette')} />
          <PageArea>
            <Outlet />
          </PageArea>
        </div>
        <div className="slot" ref={setSlot} />
      </div>
      <BottomBar openPalette={() => setOpen('palette')} />
      <Suspense>{search['how'] && !search['peek'] && !search['figure'] && <Computed />}</Suspense>
      <Suspense>
        {open === 'palette' && <Palette close={() => setOpen(null)} showKeys={() => setOpen('keys')} />}
        {open === 'keys' && <KeyMap close={() => setOpen(null)} />}
      </Suspense>
    </PeekSlot>
  )
}
