/* oxlint-disable jsx-a11y/prefer-tag-over-role -- a live region holds blocks, which an output element may not */
import { useIsFetching, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { CalendarClock, KeyRound, LogOut, MessageCircleQuestionMark, Monitor, Moon, Search, Sun } from 'lucide-react'
import { call } from '#web/client.ts'
import { Avatar } from '#web/parts/Avatar.tsx'
import { DropMenu } from '#web/parts/DropMenu.tsx'
import type { Choice } from '#web/parts/menu.ts'
import { Icon } from '#web/parts/Icon.tsx'
import { Kbd } from '#web/parts/Kbd.tsx'
import { useSay } from '#web/parts/Toasts.tsx'
import { useWaiting } from '#web/perform.ts'
import { civil, sayDay, sayMany } from '#web/say.ts'
import { useMe } from '#web/session.ts'
import { chooseTheme, chosenTheme, themes } from '#web/theme.ts'
import { Go, useUrl } from '#web/url.tsx'

/** As-of day, state of the connection, search and person, the same on every page. */
export function Header({ feed, openPalette }: { readonly feed: 'live' | 'connecting' | 'lost'; readonly openPalette: () => void }) {
  const { person } = useMe()
  const choices = usePersonChoices()
  return (
    <header className="head">
      <AsOf />
      <span className="sp" />
      <SyncState feed={feed} />
      <Go className="btn ask-b" to="ask">
        <Icon of={MessageCircleQuestionMark} />
        <span className="d-only">Ask</span>
        <span className="sr m-only">Ask</span>
      </Go>
      <button type="button" className="search" onClick={openPalette} aria-label="Search or act">
        <Icon of={Search} />
        <span>Search or act</span>
        <span className="kk">
          <Kbd keys="mod k" />
        </span>
      </button>
      <DropMenu
        label="You"
        align="end"
        choices={choices}
        button={
          <button type="button" aria-label={`${person.name}: theme, password, sign out`} className="who-b">
            <Avatar name={person.name} />
          </button>
        }
      />
    </header>
  )
}

/** The day whose truth is shown. A past day holds for the whole workspace. */
function AsOf() {
  const { asOf, set } = useUrl()
  const { serverTime, workspace } = useMe()
  const today = civil(serverTime, workspace.timeZone)
  return (
    <label className="ctx">
      <Icon of={CalendarClock} />
      <span>
        As of <b>{sayDay(asOf ?? today)}</b>
      </span>
      <input
        type="date"
        aria-label="As of"
        max={today}
        value={asOf ?? today}
        onChange={({ target }) => set({ asOf: target.value && target.value < today ? target.value : undefined })}
        onClick={({ currentTarget }) => currentTarget.showPicker?.()}
      />
    </label>
  )
}

function SyncState({ feed }: { readonly feed: 'live' | 'connecting' | 'lost' }) {
  const waiting = useWaiting()
  const reading = useIsFetching() > 0
  const says =
    waiting > 0
      ? `${sayMany(waiting, 'change')} waiting`
      : feed === 'lost'
        ? 'Connection lost, trying again'
        : reading
          ? 'Reading'
          : feed === 'live'
            ? 'Up to date'
            : 'Connecting'
  const tone = waiting > 0 || feed === 'lost' ? 'amber' : ''
  return (
    <span className={`sync ${tone}`} role="status">
      <i />
      <span>{says}</span>
    </span>
  )
}

const themeIcons = { system: Monitor, light: Sun, dark: Moon }
const themeWords = { system: 'Theme of the system', light: 'Light', dark: 'Dark' }

function usePersonChoices(): readonly Choice[] {
  const { go } = useUrl()
  const cache = useQueryClient()
  const navigate = useNavigate()
  const say = useSay()
  const signOut = async () => {
    try {
      await call('/session', { method: 'DELETE' })
      cache.clear()
      await navigate({ to: '/signin' })
    } catch {
      say('You are still signed in: the server did not answer.', { tone: 'failed' })
    }
  }
  return [
    ...themes.map((theme) => ({
      id: theme,
      says: themeWords[theme],
      icon: themeIcons[theme],
      isChosen: chosenTheme() === theme,
      pick: () => chooseTheme(theme),
    })),
    { id: 'password', says: 'Password and sessions', icon: KeyRound, pick: () => go('settings', { tab: 'you' }) },
    { id: 'out', says: 'Sign out', icon: LogOut, pick: () => void signOut() },
  ]
}
