/**
 * The suites of `npm test` and `npm run check`, run one after the other, and the table that sums them up.
 * A suite is `{ name, run }`; `run` answers `{ passed, failed, note? }`. Timed here, so that a slow suite is seen.
 */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { follow, ownNode, root, say, seconds } from './setup.js'

const reports = join(root, 'dist', 'reports')

/** Runs every suite even when one fails, prints the table, and ends the process with 0 or 1. */
export async function runSuites(suites) {
  const began = Date.now()
  const results = []
  for (const suite of suites) {
    say(`\n== ${suite.name}`)
    const since = Date.now()
    const result = await suite.run()
    results.push({ name: suite.name, seconds: seconds(since), ...result })
  }
  report(results, seconds(began))
  process.exit(results.some((result) => result.failed > 0) ? 1 : 0)
}

/** A program of node_modules that is either right or wrong: one test. */
export const tool = (name, file, args) => ({
  name,
  run: async () => passOrFail(await follow(ownNode(), [join(root, 'node_modules', ...file.split('/')), ...args])),
})

/** A script of this folder that is either right or wrong: one test. */
export const script = (name, file, args = []) => ({
  name,
  run: async () => passOrFail(await follow(ownNode(), [join(root, 'scripts', file), ...args])),
})

/**
 * One project of vitest.config.ts, counted test by test from vitest's own report. `through` is a program that prepares
 * something (a database server) and then runs the command it is given.
 */
export const vitest = (name, project, { env = {}, through = [], before = () => undefined } = {}) => ({
  name,
  run: async () => {
    const obstacle = await before()
    if (obstacle) return obstacle
    const file = join(reports, `${name.replace(/\W+/g, '-')}.json`)
    mkdirSync(reports, { recursive: true })
    rmSync(file, { force: true })
    const command = [join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run', '--project', project]
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
    const full = through.length > 0 ? [...through, ownNode(), ...command, ...reporters] : [...command, ...reporters]
    const { code } = await follow(ownNode(), full, { env: { ...process.env, CI: '1', ...(typeof env === 'function' ? env() : env) } })
    return counts(file, code)
  },
})

export const skipped = (note) => ({ passed: 0, failed: 0, note: `skipped: ${note}` })
export const blocked = (note) => ({ passed: 0, failed: 1, note })

const passOrFail = ({ code }) => (code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 })

/** A run that failed outside its tests (a crash, no test found, an unhandled rejection) counts as one failure. */
function counts(file, code) {
  if (!existsSync(file)) return blocked('vitest wrote no report')
  const { numPassedTests: passed, numFailedTests, numTotalTests, testResults } = JSON.parse(readFileSync(file, 'utf8'))
  const brokenFiles = testResults.filter((one) => one.status === 'failed' && one.assertionResults.every((test) => test.status !== 'failed')).length
  const failed = numFailedTests + brokenFiles
  if (numTotalTests === 0) return blocked('no test was found')
  const left = numTotalTests - passed - numFailedTests
  return {
    passed,
    failed: failed === 0 && code !== 0 ? 1 : failed,
    failures: testResults.flatMap(failuresOf),
    ...(left > 0 ? { note: `${left} skipped` } : {}),
  }
}

/** Each failed test of a file in one line, or the file itself when it failed outside its tests. */
function failuresOf({ name, status, message, assertionResults }) {
  const file = relative(root, name)
  const failed = assertionResults.filter((test) => test.status === 'failed')
  if (failed.length > 0) return failed.map((test) => `${file} > ${test.fullName}: ${firstLine(test.failureMessages[0])}`)
  return status === 'failed' ? [`${file}: ${firstLine(message)}`] : []
}

const firstLine = (text) => (text ?? 'no reason was given').trim().split('\n')[0].slice(0, 300)

function report(results, total) {
  const width = Math.max(...results.map((result) => result.name.length))
  const row = (name, passed, failed, time, note = '') =>
    `${String(name).padEnd(width)}  ${String(passed).padStart(6)}  ${String(failed).padStart(6)}  ${String(time).padStart(8)}  ${note}`.trimEnd()
  const sum = (key) => results.reduce((all, result) => all + result[key], 0)
  const lines = [
    '',
    ...results.flatMap(({ name, failures = [] }) => failures.map((failure) => `failed: ${name}: ${failure}`)),
    '',
    row('suite', 'passed', 'failed', 'seconds'),
    ...results.map((result) => row(result.name, result.passed, result.failed, result.seconds, result.note)),
    row('all', sum('passed'), sum('failed'), total),
    '',
    `tests: ${sum('passed')} passed, ${sum('failed')} failed`,
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
}
