import { date, object, oneOf, ref, text } from '#kernel'

/** The five answers to each of the two questions, in the order of the table of Kano. */
export const kanoWords = ['like', 'expect', 'neutral', 'liveWith', 'dislike'] as const

/** What the five answers say to whoever is asked. */
export const kanoSays: Readonly<Record<(typeof kanoWords)[number], string>> = {
  like: 'I like it',
  expect: 'I expect it',
  neutral: 'I am neutral',
  liveWith: 'I can live with it',
  dislike: 'I dislike it',
}

export const kanoAnswer = object('kanoAnswer', {
  says: 'How one customer would feel with what a bet brings, and how without it: from a survey, or typed in after a talk.',
  key: 'KAN',
  chapter: 'insights',
  title: 'respondent',
  allow: 'contributor',
  unique: [['initiative', 'respondent']],
  fields: {
    initiative: ref('initiative', { required: true, knownAs: ['bet', 'feature', 'idea'] }),
    respondent: text({ required: true, max: 200, class: 'personal', knownAs: ['respondent_id'], says: 'Who answered; one answer of each counts for a bet.' }),
    functional: oneOf(kanoWords, { required: true, knownAs: ['functional_answer', 'if_present'], says: 'How they feel if they have it.' }),
    dysfunctional: oneOf(kanoWords, { required: true, knownAs: ['dysfunctional_answer', 'if_absent'], says: 'How they feel if they do not have it.' }),
    account: ref('account'),
    answeredOn: date({ required: true, knownAs: ['responded_at', 'answered_at'] }),
    basis: text({ max: 160, says: 'Which survey or interview.' }),
  },
})

declare module '#kernel' {
  interface Registry {
    kanoAnswer: typeof kanoAnswer
  }
}
