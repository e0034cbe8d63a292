import { spawn } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { capture, installedMatchesLockfile, ownNode, root } from './setup.js'

const home = mkdtempSync(join(tmpdir(), 'a folder with spaces '))
afterAll(() => rmSync(home, { recursive: true, force: true }))

const lock = {
  '': { name: 'x' },
  'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
  'node_modules/only-mac': { version: '2.0.0', integrity: 'sha512-m', optional: true, os: ['darwin'] },
}

test.each([
  ['nothing is installed', undefined, false],
  ['all is there but a package of another platform', { 'node_modules/a': lock['node_modules/a'] }, true],
  ['a package is missing', {}, false],
  ['a package has another version', { 'node_modules/a': { version: '1.0.1', integrity: 'sha512-b' } }, false],
  ['a package has the same version and other content', { 'node_modules/a': { version: '1.0.0', integrity: 'sha512-z' } }, false],
  ['an optional package has another version', { 'node_modules/a': lock['node_modules/a'], 'node_modules/only-mac': { version: '1.9.0' } }, false],
  ['a package is left over', { 'node_modules/a': lock['node_modules/a'], 'node_modules/old': { version: '1.0.0' } }, false],
])('node_modules is judged against the lockfile: %s', (_, found, matches) => {
  const folder = mkdtempSync(join(home, 'project-'))
  mkdirSync(join(folder, 'node_modules'))
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ packages: lock }))
  if (found) writeFileSync(join(folder, 'node_modules', '.package-lock.json'), JSON.stringify({ packages: found }))
  expect(installedMatchesLockfile(folder)).toBe(matches)
})

test('nothing is installed through a link to the packages of another checkout', async () => {
  const [folder, other] = [mkdtempSync(join(home, 'linked-')), mkdtempSync(join(home, 'other-'))]
  cpSync(join(root, 'scripts', 'setup.js'), join(folder, 'scripts', 'setup.js'))
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ packages: lock }))
  writeFileSync(join(other, 'theirs'), 'still here')
  symlinkSync(other, join(folder, 'node_modules'), 'dir')
  const start = `const { ensureInstalled } = await import(${JSON.stringify(`file://${join(folder, 'scripts', 'setup.js')}`)}); await ensureInstalled(); console.log('installed')`
  const { code, output } = await capture(ownNode(), ['--input-type=module', '-e', start], { cwd: folder })
  expect(code).toBe(1)
  expect(output.trim().split('\n')).toEqual([expect.stringMatching(/node_modules is a link to .*other-.*Remove the link/)])
  expect(existsSync(join(other, 'theirs'))).toBe(true)
})

const program = join(home, 'program.js')
writeFileSync(
  program,
  `process.on('SIGTERM', () => { console.log('stopping'); setTimeout(() => process.exit(7), 50) }); console.log(process.argv.slice(2).join(), process.execArgv.includes('--max-semi-space-size=32')); setInterval(() => {}, 50)`,
)

test.each([
  ['replaces itself', ''],
  ['stays as a wrapper', 'process.execve = undefined;'],
])('a start that %s passes arguments, a signal and the exit code on', async (_, before) => {
  const start = `${before} const { become } = await import(${JSON.stringify(`file://${join(root, 'scripts/setup.js')}`)}); await become([${JSON.stringify(program)}, 'one', 'two words'])`
  const child = spawn(ownNode(), ['--input-type=module', '-e', start], { stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  child.stdout.on('data', (chunk) => {
    if (output === '') child.kill('SIGTERM')
    output += chunk
  })
  const code = await new Promise((resolve) => child.on('close', resolve))
  expect({ code, output }).toEqual({ code: 7, output: 'one,two words true\nstopping\n' })
})
