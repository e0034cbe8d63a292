import { played } from '#engines/portfolio/forecast/simulate.ts'
import { forecastOfFile } from './forecastFile.ts'
import { scoreOfFile } from './scoreFile.ts'
import { sureness } from './scoring/sureness.ts'

/** Work that takes up to seconds, from plain data to plain data, so that it can be done in a thread (decision 091). */
export const longWork = { sureness, played, forecast: forecastOfFile, score: scoreOfFile } as const

export type LongWork = typeof longWork

/** The same, done aside while others are served. */
export type Aside = { readonly [Name in keyof LongWork]: (asked: Parameters<LongWork[Name]>[0]) => Promise<ReturnType<LongWork[Name]>> }

/** For whoever serves nobody else meanwhile: a command that holds the data folder itself, a test. */
export const inPlace: Aside = {
  sureness: async (asked) => sureness(asked),
  played: async (asked) => played(asked),
  forecast: async (file) => forecastOfFile(file),
  score: async (file) => scoreOfFile(file),
}
