import { caseOfFile, caseSchema, type CaseAnswer } from './caseFile.ts'
import { forecastOfFile, forecastSchema, type FileForecast } from './forecastFile.ts'
import type { Solving } from './optimise.ts'
import { optimiseFile, type PlanAnswer } from './optimiseFile.ts'
import { portfolioSchema, readPortfolio } from './portfolioFile.ts'
import { scoreOfFile, scoreSchema, type ScoreAnswer } from './scoreFile.ts'
import { thrashOfFile, thrashSchema } from './thrashFile.ts'
import type { Thrash } from '#engines/portfolio/record/thrash.ts'

/** What may be worked out from a file alone, with no workspace. */
export interface StatelessPlanning {
  optimise(
    file: unknown,
    options: { readonly seconds?: number; readonly seed?: number; readonly prices?: number; readonly draws?: number },
  ): Promise<PlanAnswer>
  forecast(file: unknown): FileForecast
  score(file: unknown): ScoreAnswer
  thrash(file: unknown): Thrash
  /** A business case: what each option is worth. */
  weigh(file: unknown): CaseAnswer
  readonly schemas: Readonly<Record<string, () => unknown>>
}

/** The planning of files; `solving` starts a solver for one piece of work and ends it afterwards. */
export function planning(solving: () => Solving & { stop(): Promise<void> }): StatelessPlanning {
  return {
    async optimise(given, { seconds = 10, seed = 1, prices = 5, draws = 0 }) {
      const file = readPortfolio(given)
      const ground = solving()
      try {
        return await optimiseFile(file, ground, { seconds, seed, prices, draws })
      } finally {
        await ground.stop()
      }
    },
    forecast: forecastOfFile,
    score: scoreOfFile,
    thrash: thrashOfFile,
    weigh: caseOfFile,
    schemas: { portfolio: portfolioSchema, forecast: forecastSchema, score: scoreSchema, thrash: thrashSchema, case: caseSchema },
  }
}
