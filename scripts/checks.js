/** The suites that read the sources and start nothing of them; shared by `npm run check` and `npm test`. */
import { script, tool, vitest } from './suites.js'

export const sourceChecks = [
  tool('types', 'typescript/bin/tsc', ['--noEmit', '-p', 'tsconfig.json']),
  tool('lint', 'oxlint/bin/oxlint', ['--deny-warnings']),
  tool('format', 'oxfmt/bin/oxfmt', ['--check', '--no-error-on-unmatched-pattern']),
  vitest('structure', 'structure'),
  // Only the whole bundle tells what a first visit downloads: an import too many is found here, not after every other suite.
  tool('bundle', 'vite/bin/vite.js', ['build', '--logLevel', 'error', '--outDir', '../../dist/bundle']),
]

export const wholeTreeChecks = [tool('unused', 'knip/bin/knip.js', ['--no-progress']), script('licences', 'licences.js')]

export const unit = vitest('unit', 'unit')
