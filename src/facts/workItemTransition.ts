import { boolean, dateTime, fact, oneOf, text } from '#kernel'

export const workItemTransition = fact('work_item_transition', {
  says: 'A piece of work moved from one state to another.',
  grain: 'one transition',
  key: ['item_id', 'at', 'to_state'],
  at: 'at',
  columns: {
    item_id: text({ required: true, knownAs: ['issue_key', 'issue_id'] }),
    title: text(),
    level: oneOf(['story', 'epic', 'initiative'], { initial: 'story' }),
    team_id: text({ knownAs: ['team'] }),
    from_state: text(),
    to_state: text({ required: true }),
    at: dateTime({ required: true, knownAs: ['changed_at'] }),
    actor_id: text({ class: 'personal' }),
    batch: boolean({ initial: false }),
    parked: boolean({ initial: false }),
  },
})
