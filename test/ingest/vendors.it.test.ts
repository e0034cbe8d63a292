import { afterAll, beforeAll, expect, test } from 'vitest'
import { servedHouse, type ServedHouse } from './served.ts'
import { story, vendors } from './vendors.ts'

let served: ServedHouse
beforeAll(async () => {
  served = await servedHouse()
})
afterAll(() => served.stop())

const expected = story.events.map(({ name, props }) => [name, story.user, story.account, props])

test.for(Object.entries(vendors))('the client of %s stores the same two events of the same person and account', async ([name, tell]) => {
  const { key, id } = await served.source(name)
  const source = `sdk/${String((await served.scope.one('eventSource', id)).key)}`
  await tell(served.url, key)
  const rows = await served.rows(`select name, user_id, account_id, props from event where source_id = '${source}' order by ts, name`)
  expect(rows.map(([event, user, account, props]) => [event, user, account, JSON.parse(String(props))])).toEqual(expected)
  const profiles = await served.rows(`select kind, subject, traits from store.event_profile where source_id = '${source}' order by kind, ts`)
  const said = (kind: string) => Object.assign({}, ...profiles.filter(([one]) => one === kind).map(([, , traits]) => JSON.parse(String(traits))))
  expect(said('person')).toMatchObject(story.traits)
  expect(said('account')).toMatchObject(story.accountTraits)
  expect(await served.rows(`select class, reason from store.event_held where source_id = '${source}'`)).toEqual([])
  expect(served.traffic.filter(({ status }) => status >= 400)).toEqual([])
  const links = (await served.rows(`select distinct kind, person, other from store.event_link where source_id = '${source}'`)).map((row) => row.join(' '))
  if (name !== 'mixpanel') expect(links).toContain(`group ${story.user} ${story.account}`)
  if (name !== 'openpanel') expect(links).toContain(`alias ${story.user} ${story.former}`)
})

test('whoever the visitor was is the same person in every protocol', async () => {
  const key = (await served.source('Late')).key
  await fetch(`${served.url}/api/v1/events`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}` },
    body: JSON.stringify({ event_id: 'late', anonymous_id: story.former, account_id: story.account, name: 'page_seen' }),
  })
  expect(await served.rows(`select user_id from event where event_id = 'late'`)).toEqual([[story.user]])
})
