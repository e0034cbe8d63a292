import { describe, expect, test } from 'vitest'
import { answer, ines, now, nth, trial, vera } from '../trial.ts'
import { comment, resolve } from './comment.ts'
import { connection, recordRun } from './connection.ts'
import { fail, finish, import as importNoun, markUndone } from './import.ts'
import { deactivate, invite, join, member, setRole } from './member.ts'
import { setHealthLimits, workspace } from './workspace.ts'

describe('a member', () => {
  const mina = { name: 'Mina Osei', email: 'mina@harborlight.example', role: 'editor', state: 'active' }
  const self = { id: nth(99), role: 'admin' } as const

  test('comes by invitation, as anything but the owner', () => {
    const input = { name: 'Mina Osei', email: ' Mina@Harborlight.example', role: 'editor' }
    expect(answer(trial(member, invite, mina, input))).toEqual({ name: 'Mina Osei', email: 'mina@harborlight.example', role: 'editor', state: 'invited' })
    expect(() => trial(member, invite, mina, { ...input, role: 'owner' })).toThrow('“owner” is not one of the choices')
    expect(Object.keys(member.without)).toEqual(['create', 'archive'])
  })

  test('joins by a link that only the system opens, unless the invitation was withdrawn', () => {
    expect(join.inner).toBe(true)
    expect(answer(trial(member, join, { ...mina, state: 'invited' }, { subject: 's1', name: 'Mina' }))).toEqual({
      subject: 's1',
      name: 'Mina',
      state: 'active',
    })
    expect(answer(trial(member, join, { ...mina, state: 'left' }, { subject: 's1', name: 'Mina' }))).toBe('The invitation was withdrawn.')
  })

  test('gets another role from an admin, never from themselves, and never the owner’s', () => {
    expect(setRole.allow).toBe('admin')
    expect(answer(trial(member, setRole, mina, { role: 'viewer' }))).toEqual({ role: 'viewer' })
    expect(answer(trial(member, setRole, mina, { role: 'admin' }, self))).toBe('Nobody changes their own role.')
    expect(answer(trial(member, setRole, { ...mina, role: 'owner' }, { role: 'viewer' }))).toBe('The owner’s role cannot be changed.')
    expect(() => trial(member, setRole, mina, { role: 'owner' })).toThrow('is not one of the choices')
  })

  test('leaves once; the owner and oneself stay', () => {
    expect(answer(trial(member, deactivate, mina))).toEqual({ state: 'left' })
    expect(answer(trial(member, deactivate, { ...mina, state: 'left' }))).toBe('The person has left already.')
    expect(answer(trial(member, deactivate, mina, {}, self))).toBe('Nobody deactivates themselves.')
    expect(answer(trial(member, deactivate, { ...mina, role: 'owner' }))).toBe('The owner cannot be deactivated.')
  })

  test('keeps the address personal and the identity behind it secret', () => {
    expect([member.fields.email.class, member.fields.subject.class]).toEqual(['personal', 'secret'])
  })
})

describe('an import', () => {
  const running = { name: 'Exports', batch: 'b1' }
  const files = [{ file: 'accounts.csv', recognisedAs: 'account', report: { created: 4 } }]

  test('is finished, failed or undone by the system alone', () => {
    expect([finish, fail, markUndone].map(({ inner }) => inner)).toEqual([true, true, true])
    expect(Object.keys(importNoun.without)).toEqual(['edit', 'archive'])
  })

  test('finishes or fails while it runs', () => {
    expect(answer(trial(importNoun, finish, running, { files, quality: { checks: 1 } }))).toEqual({
      state: 'done',
      files,
      quality: { checks: 1 },
      finishedAt: now,
    })
    expect(answer(trial(importNoun, fail, running, { error: 'The disk is full.' }))).toEqual({ state: 'failed', error: 'The disk is full.', finishedAt: now })
    for (const state of ['done', 'failed', 'undone']) {
      expect(answer(trial(importNoun, finish, { ...running, state }, { files }))).toBe(`It is ${state} already.`)
      expect(answer(trial(importNoun, fail, { ...running, state }, { error: 'x' }))).toBe(`It is ${state} already.`)
    }
  })

  test('is undone only when it is done', () => {
    expect(answer(trial(importNoun, markUndone, { ...running, state: 'done' }))).toEqual({ state: 'undone' })
    for (const state of ['running', 'failed', 'undone'])
      expect(answer(trial(importNoun, markUndone, { ...running, state }))).toBe(`It is ${state}; there is nothing to take back.`)
  })
})

test('a comment is resolved once, by who may comment', () => {
  const words = { body: 'Why did this move?', about: 'review/1' }
  expect([comment.allow, resolve.allow]).toEqual(['contributor', 'contributor'])
  expect(answer(trial(comment, resolve, words, {}, ines))).toEqual({ resolved: true })
  expect(answer(trial(comment, resolve, { ...words, resolved: true }))).toBe('It is resolved already.')
})

test('a connection notes when it last delivered', () => {
  expect(connection.allow).toBe('admin')
  expect(recordRun.allow).toBe('editor')
  expect(answer(trial(connection, recordRun, { name: 'Exports' }, { at: '2026-11-16T08:00:00Z' }, vera))).toEqual({ lastRunAt: '2026-11-16T08:00:00.000Z' })
})

test('a workspace is neither created nor archived by hand', () => {
  expect(Object.keys(workspace.without)).toEqual(['create', 'archive'])
})

test('the lines of portfolio health are drawn by an administrator, with a reason that says something', () => {
  const harbor = { name: 'Harborlight', slug: 'harborlight' }
  const limits = { rules: { harvest: { margin: 0.2 } }, signals: {} }
  expect(setHealthLimits.allow).toBe('admin')
  expect(answer(trial(workspace, setHealthLimits, harbor, { limits, reason: 'Sold below cost.' }))).toEqual({ healthLimits: limits })
  expect(answer(trial(workspace, setHealthLimits, harbor, { limits, reason: '  no          ' }))).toBe('The reason says too little.')
})
