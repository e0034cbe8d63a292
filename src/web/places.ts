import {
  BookOpenCheck,
  ChartLine,
  GitFork,
  Map as MapIcon,
  MessageSquareQuote,
  NotebookText,
  Settings2,
  Sunrise,
  Target,
  Users,
  type LucideIcon,
} from 'lucide-react'
import { nouns } from './vocabulary.ts'

export interface Place {
  readonly name: string
  /** Below the workspace. */
  readonly to: string
  readonly keys: string
  readonly icon: LucideIcon
  readonly below?: boolean
}

/** A place that is the derived page of a noun stands in the rail when the noun is known. */
const listOf = (noun: string): string => `n/${nouns[noun]?.noun.plural ?? ''}`

export const places: readonly Place[] = [
  { name: 'Today', to: 'today', keys: 'g t', icon: Sunrise },
  { name: 'Metrics', to: 'metrics', keys: 'g m', icon: ChartLine },
  { name: 'Goals', to: 'goals', keys: 'g g', icon: Target },
  { name: 'Roadmap', to: 'roadmap', keys: 'g r', icon: MapIcon },
  { name: 'Insights', to: listOf('feedback'), keys: 'g i', icon: MessageSquareQuote },
  { name: 'Decisions', to: listOf('decision'), keys: 'g d', icon: GitFork },
  { name: 'Reviews', to: 'reviews', keys: 'g v', icon: NotebookText },
  { name: 'Library', to: 'n', keys: 'g b', icon: BookOpenCheck, below: true },
  { name: 'People', to: listOf('member'), keys: 'g p', icon: Users, below: true },
  { name: 'Settings', to: 'settings', keys: 'g ,', icon: Settings2, below: true },
].filter(({ to }) => to !== 'n/')

/** On a phone five fit: four places and the rest. */
export const thumbPlaces: readonly Place[] = ['Today', 'Metrics', 'Roadmap', 'Decisions', 'Reviews']
  .flatMap((name) => places.filter((place) => place.name === name))
  .slice(0, 4)

/** Whether a place holds the page at this path. */
export const holds = (place: Place, workspace: string, pathname: string): boolean => {
  const own = `/${workspace}/${place.to}`
  if (place.to === 'roadmap' && /^\/(strategy|portfolio)(\/|$)/.test(pathname.slice(workspace.length + 1))) return true
  if (place.to === 'settings' && pathname === `/${workspace}/import`) return true
  if (place.to === 'n' && places.some((other) => other.to !== 'n' && holds(other, workspace, pathname))) return false
  return pathname === own || pathname.startsWith(`${own}/`)
}
