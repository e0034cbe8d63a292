import { execFile, execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, expect, test } from 'vitest'
import { root } from './setup.js'
import { scaffold } from './scaffold.js'

mkdirSync(join(root, 'dist'), { recursive: true })
const home = mkdtempSync(join(root, 'dist', 'scaffold-'))
afterAll(() => rmSync(home, { recursive: true, force: true }))

test('a new noun, metric, fact and page compile as they are written', async () => {
  for (const [what, name] of [
    ['noun', 'portfolio/keyMilestone'],
    ['noun', 'portfolio/bet'],
    ['metric', 'ticketBurden'],
    ['fact', 'pageView'],
    ['page', 'goalsTree'],
  ])
    scaffold(what, name, home)
  expect(readFileSync(join(home, 'src/objects/index.ts'), 'utf8')).toBe(
    "export * as bet from './portfolio/bet.ts'\nexport * as keyMilestone from './portfolio/keyMilestone.ts'\n",
  )
  writeFileSync(join(home, 'tsconfig.json'), JSON.stringify({ extends: '../../tsconfig.json', include: ['src'], exclude: [] }))
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
  const { stdout } = await promisify(execFile)(process.execPath, [tsc, '-p', home]).catch((error) => error)
  expect(stdout).toBe('')
  for (const file of readdirSync(join(home, 'src'), { recursive: true }).filter((one) => /\.tsx?$/.test(one)))
    expect({ file, text: formatted(join('src', file)) }).toEqual({ file, text: readFileSync(join(home, 'src', file), 'utf8') })
})

/** Through standard input and as a file of src/: what lies below dist/ is left as it is. */
const formatted = (file) =>
  execFileSync(process.execPath, [join(root, 'node_modules', 'oxfmt', 'bin', 'oxfmt'), '--stdin-filepath', file], {
    input: readFileSync(join(home, file)),
    encoding: 'utf8',
    cwd: root,
  })

test('nothing is overwritten, and a bad name is answered with a good one', () => {
  expect(() => scaffold('noun', 'portfolio/bet', home)).toThrow('exists already')
  expect(() => scaffold('noun', 'Milestone', home)).toThrow('such as portfolio/milestone')
  expect(() => scaffold('service', 'x', home)).toThrow('Say what to make: noun, metric, fact, page')
})
