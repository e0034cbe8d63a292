import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Command } from 'cmdk'
import { ArrowRight, Box, ChartLine, Download, Keyboard, MessageCircleQuestionMark, Plus, Search, type LucideIcon } from 'lucide-react'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import type { Found } from '#web/contract.ts'
import { useKeyBoard } from '#web/keys.tsx'
import { Icon } from '#web/parts/Icon.tsx'
import { Kbd } from '#web/parts/Kbd.tsx'
import { places } from '#web/places.ts'
import { search } from '#web/resources.ts'
import { useMay } from '#web/session.ts'
import { chooseTheme, chosenTheme } from '#web/theme.ts'
import { useUrl } from '#web/url.tsx'
import { kebab, metrics, nouns, pluralWords, shortName, words } from '#web/vocabulary.ts'

interface Entry {
  readonly id: string
  readonly says: string
  readonly beside?: string
  readonly icon: LucideIcon
  readonly keys?: string
  /** It changes this page and leads to no other. */
  readonly stays?: true
  readonly run: () => void
}

/** Go, search and act in one box. Commands answer at once; what the server finds joins them as it arrives. */
export function Palette({ close, showKeys }: { readonly close: () => void; readonly showKeys: () => void }) {
  const { workspace } = useUrl()
  const [typed, setTyped] = useState('')
  const asked = typed.trim()
  const found = useQuery({ ...search(workspace, asked), enabled: asked.length > 1, placeholderData: keepPreviousData, staleTime: 10_000 })
  const objects = useFound(asked.length > 1 ? (found.data?.items ?? []) : [])
  const { go, act } = useCommands(showKeys)
  const leaves = useFocusBack()
  const asks = useQuestion(asked)
  const pick = (entry: Entry) => {
    if (!entry.stays) leaves()
    close()
    entry.run()
  }
  const ranked = (entries: readonly Entry[]) => entries.filter(({ says, beside }) => matches(`${says} ${beside ?? ''}`, asked))
  const [goes, acts] = [ranked(go).slice(0, asked ? 8 : 12), ranked(act).slice(0, asked ? 12 : 7)]
  const isEmpty = asks.length + objects.length + goes.length + acts.length === 0 // a list box must hold an option, if only one that says so
  const ways = <Group heading="Go" entries={goes} typed={asked} pick={pick} />
  // a place of this name stays first, so that what the server finds later cannot move under the finger that presses Enter
  const isPlace = asked !== '' && go.some(({ says }) => says.toLowerCase().startsWith(asked.toLowerCase()))
  return (
    <Command.Dialog
      open
      onOpenChange={(isOpen) => !isOpen && close()}
      label="Search or act"
      shouldFilter={false}
      loop
      overlayClassName="scrim"
      contentClassName="pal"
    >
      <div className="pin">
        <Icon of={Search} />
        <Command.Input value={typed} onValueChange={setTyped} placeholder="Search or act" className="pal-in" />
        <kbd aria-hidden="true">Esc</kbd>
      </div>
      <Command.List className="pal-list">
        {isEmpty && (
          <Command.Item disabled value="none" className="note pal-none">
            {found.isFetching ? 'Searching' : `Nothing is called “${asked}”.`}
          </Command.Item>
        )}
        <Group heading="Ask" entries={asks} typed={asked} pick={pick} />
        {isPlace && ways}
        <Group heading={`Found ${objects.length}`} entries={objects} typed={asked} pick={pick} />
        {!isPlace && ways}
        <Group heading="Do" entries={acts} typed={asked} pick={pick} />
      </Command.List>
      <div className="pf">
        <span>
          <kbd>↑</kbd> <kbd>↓</kbd> move
        </span>
        <span>
          <kbd>Enter</kbd> open
        </span>
        <span className="e">{found.isError ? 'Search did not answer; commands still work' : 'Every key is listed under ?'}</span>
      </div>
    </Command.Dialog>
  )
}

/**
 * The focus returns to where it was when the palette closes, one turn after the dialog has let go of it; but not when another page was
 * chosen: a link of the old place would answer to the keys that are meant for the new one. Answers with the function that says so.
 */
function useFocusBack(): () => void {
  const [before] = useState(() => document.activeElement)
  const isLeaving = useRef(false)
  useEffect(
    () => () => {
      if (isLeaving.current) return
      setTimeout(() => {
        if (before instanceof HTMLElement && before.isConnected && document.activeElement === document.body) before.focus()
      })
    },
    [before],
  )
  return () => void (isLeaving.current = true)
}

function Group({
  heading,
  entries,
  typed,
  pick,
}: {
  readonly heading: string
  readonly entries: readonly Entry[]
  readonly typed: string
  readonly pick: (entry: Entry) => void
}) {
  if (entries.length === 0) return null
  return (
    <Command.Group heading={heading}>
      {entries.map((entry) => (
        <Command.Item key={entry.id} value={entry.id} onSelect={() => pick(entry)} className="pi">
          <Icon of={entry.icon} />
          <span className="t">
            {marked(entry.says, typed)}
            {entry.beside && <i>{entry.beside}</i>}
          </span>
          <span className="rt">{entry.keys && <Kbd keys={entry.keys} />}</span>
        </Command.Item>
      ))}
    </Command.Group>
  )
}

/** Words that begin a question, or name a metric and say more about it, can be asked. */
function useQuestion(typed: string): readonly Entry[] {
  const { go } = useUrl()
  if (!isQuestion(typed)) return []
  return [{ id: 'ask', says: `Ask: ${typed}`, icon: MessageCircleQuestionMark, run: () => go('ask', { q: typed }) }]
}

const starters = /^(what|what’s|what's|why|how|show|trend|rank|which|top|forecast|are we|will we|did|is|define|compare)\b/i
function isQuestion(typed: string): boolean {
  if (typed.endsWith('?') || (starters.test(typed) && typed.includes(' '))) return true
  const [first = '', ...more] = typed.toLowerCase().split(/\s+/)
  return (
    more.length > 0 &&
    Object.keys(metrics).some(
      (key) => [shortName(key).toLowerCase(), key].includes(first) || typed.toLowerCase().startsWith(`${metrics[key]?.name.toLowerCase() ?? key} `),
    )
  )
}

function useFound(items: readonly Found[]): readonly Entry[] {
  const { go } = useUrl()
  return items.map((one) => ({
    id: `found ${one.noun} ${one.id}`,
    says: one.title,
    beside: [words(one.noun), one.key].filter(Boolean).join(', '),
    icon: one.noun === 'metric' ? ChartLine : Box,
    run: () => go(one.noun === 'review' ? `reviews/${one.id}` : `n/${nouns[one.noun]?.noun.plural ?? one.noun}/${one.key || one.id}`),
  }))
}

function useCommands(showKeys: () => void) {
  const { go } = useUrl()
  const may = useMay()
  const { listed } = useKeyBoard()
  const everyNoun = Object.values(nouns)
  const goes: readonly Entry[] = [
    ...places.map((place) => ({ id: `go ${place.to}`, says: place.name, icon: place.icon, keys: place.keys, run: () => go(place.to) })),
    { id: 'go ask', says: 'Ask', beside: 'a question in words', icon: MessageCircleQuestionMark, keys: 'g a', run: () => go('ask') },
    { id: 'go market', says: 'Market', beside: 'segments, ideal customers, jobs, competitors', icon: ArrowRight, run: () => go('strategy/market') },
    { id: 'go import', says: 'Import', beside: 'files to metrics', icon: Download, keys: 'g o', run: () => go('import') },
    ...Object.entries(metrics).map(([key, metric]) => ({
      id: `go metric ${key}`,
      says: metric.name,
      beside: 'Metric',
      icon: ChartLine,
      run: () => go(`metrics/${key}`),
    })),
    ...everyNoun.map(({ noun }) => ({
      id: `go list ${noun.noun}`,
      says: pluralWords(noun),
      beside: 'List',
      icon: ArrowRight,
      run: () => go(`n/${noun.plural}`),
    })),
  ]
  const makes = everyNoun.filter(({ noun }) => !noun.without.create && may(noun.allow))
  const acts: readonly Entry[] = [
    ...listed()
      .filter(({ group }) => group === 'On this page')
      .map((one): Entry => ({
        id: `key ${one.keys}`,
        says: one.says,
        icon: Keyboard,
        keys: one.keys,
        stays: true,
        run: () => one.run(new KeyboardEvent('keydown')),
      })),
    { id: 'act review', says: 'Generate a review', icon: Plus, run: () => go('reviews', { new: 'review' }) },
    ...makes.map(({ noun }) => ({
      id: `new ${noun.noun}`,
      says: `New ${words(noun.noun).toLowerCase()}`,
      beside: noun.says,
      icon: Plus,
      run: () => go(`n/${noun.plural}`, { new: kebab(noun.noun) }),
    })),
    { id: 'act theme', says: 'Switch between light and dark', icon: Box, stays: true, run: () => chooseTheme(chosenTheme() === 'dark' ? 'light' : 'dark') },
    { id: 'act keys', says: 'Show every key of this screen', icon: Keyboard, keys: '?', stays: true, run: showKeys },
  ]
  return { go: goes, act: acts }
}

const matches = (text: string, typed: string): boolean =>
  typed
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.toLowerCase().includes(word))

function marked(says: string, typed: string): ReactNode {
  const at = typed ? says.toLowerCase().indexOf(typed.toLowerCase()) : -1
  if (at < 0) return says
  return (
    <>
      {says.slice(0, at)}
      <mark>{says.slice(at, at + typed.length)}</mark>
      {says.slice(at + typed.length)}
    </>
  )
}
