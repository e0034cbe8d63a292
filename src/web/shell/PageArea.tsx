import { Component, Suspense, type ReactNode } from 'react'
import { Failed, Waiting } from '#web/parts/Tile.tsx'
import { useUrl } from '#web/url.tsx'
import { AsOfBanner } from './AsOfBanner.tsx'

/** Where a page stands. A page that fails says so in its own place; rail and header stay. */
export function PageArea({ children }: { readonly children: ReactNode }) {
  const { pathname, asOf } = useUrl()
  return (
    <>
      {asOf && <AsOfBanner asOf={asOf} />}
      <Boundary key={pathname}>
        <Suspense
          fallback={
            <main className="page" id="main">
              <Waiting name="The page" lines={6} />
            </main>
          }
        >
          {children}
        </Suspense>
      </Boundary>
    </>
  )
}

class Boundary extends Component<{ readonly children: ReactNode }, { readonly error: unknown }> {
  override state: { readonly error: unknown } = { error: null }

  static getDerivedStateFromError(error: unknown) {
    return { error }
  }

  override render() {
    if (this.state.error === null) return this.props.children
    return (
      <main className="page" id="main">
        <Failed isWhole name="This page" error={this.state.error} again={() => this.setState({ error: null })} />
      </main>
    )
  }
}
