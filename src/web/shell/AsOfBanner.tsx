import { useKeys } from '#web/keys.tsx'
import { Banner } from '#web/parts/Banner.tsx'
import { sayDay } from '#web/say.ts'
import { useUrl } from '#web/url.tsx'

/** The whole workspace as of a past day: said on every page, with the way back. */
export function AsOfBanner({ asOf }: { readonly asOf: string }) {
  const { set } = useUrl()
  const back = () => set({ asOf: undefined })
  useKeys([{ keys: 'escape', says: 'Back to now', group: 'Anywhere', run: back }])
  return (
    <aside className="asof-bar" aria-label="As of a past day">
      <Banner
        tone="acc"
        says={`As of ${sayDay(asOf)}.`}
        action={
          <button type="button" className="link no-print" onClick={back}>
            Back to now <kbd aria-hidden="true">Esc</kbd>
          </button>
        }
      >
        Nothing can be edited.
      </Banner>
    </aside>
  )
}
