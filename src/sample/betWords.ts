import type { SampleVerb } from './sampleObject.ts'
import { addDays, type Timeline } from './timeline.ts'

/** How those that run stand, in the words of their owners; of one nobody has said anything, and of another not for a while. */
export function reported(key: string, time: Timeline): SampleVerb[] {
  const word = words.get(key)
  if (!word) return []
  const [health, ago, message, next] = word
  return [
    {
      verb: 'report',
      day: addDays(time.today, -ago),
      input: { health, message, ...(next ? { nextStep: next[0], nextBy: addDays(time.today, next[1]) } : {}) },
    },
  ]
}

type Word = readonly [health: 'onTrack' | 'atRisk' | 'offTrack', daysAgo: number, says: string, next?: readonly [step: string, days: number]]
const words: ReadonlyMap<string, Word> = new Map([
  [
    'sso',
    [
      'atRisk',
      3,
      'Certificate upload works with three of five providers; metadata upload lands this week.',
      ['Metadata upload for the two large providers', 9],
    ],
  ],
  [
    'engine',
    [
      'offTrack',
      6,
      'The largest workspaces still take nine seconds; the writer has to be rebuilt before the reader.',
      ['Decide whether the reader ships alone', 6],
    ],
  ],
  ['audit', ['atRisk', 9, 'The format is agreed with two of three banks; the third wants its own retention.', ['Offer the third bank the preview', 12]]],
  ['alerts', ['onTrack', 2, 'The beta runs with twelve teams and nobody has turned it off.']],
  ['rostering', ['onTrack', 19, 'Two school districts test the import of last year’s lists.']],
])

/** What was approved for customers to read; one of them has a time that was approved too. */
export function told(key: string, next: string): SampleVerb[] {
  const story = stories.get(key)
  if (!story) return []
  const window = key === 'sso' ? { window: next } : {}
  return [{ verb: 'publishStory', input: { ...story, ...window } }]
}

const stories: ReadonlyMap<string, { readonly title: string; readonly benefit: string }> = new Map([
  [
    'sso',
    { title: 'Single sign-on in one sitting', benefit: 'Your administrators connect your own accounts without our help, and see at once that it works.' },
  ],
  ['export', { title: 'Exports that stay in your region', benefit: 'Nothing that you export leaves the region that you chose.' }],
  ['templates', { title: 'Start from what worked elsewhere', benefit: 'A new site begins with a plan that fits it.' }],
])
