/** A truth hidden in the records, for the product to find: what happened, where to look, and figures that anybody can count again. */
export interface Story {
  readonly id: string
  readonly says: string
  /** How to find it, in the words of the product. */
  readonly look: string
  /** For the company of 16 November 2026 with seed 1; stories.test.ts counts them from the rows. Shares are fractions, money is dollars a year. */
  readonly figures: Readonly<Record<string, number>>
}

export const stories = {
  signOn: {
    id: 'sign-on',
    says: 'Mid-market seats shrink where SSO set-up fails since the certificate rotation of incident 212. Enterprise and small business, and mid-market without failures, go on as before.',
    look: 'Net revenue retention by month falls below its lower limit in the last closed month; break contraction down by segment, then by accounts with the event sso_setup_failed.',
    figures: { accountsHit: 41, contractionOfHit: 443_940, contractionRateOfHit: 0.133, contractionRateOfOtherMidMarket: 0.006, shareOfAllContraction: 0.624 },
  },
  loud: {
    id: 'loud-customer',
    says: 'The custom report builder is the most mentioned wish, but most of its mentions come from Polder Energy, which pays less than half a percent of revenue.',
    look: 'Feedback by theme, counted by mentions and by accounts.',
    figures: { mentions: 231, mentionsOfTheme: 48, shareOfTheme: 0.625, shareOfAllMentions: 0.139, shareOfRevenue: 0.004 },
  },
  redefined: {
    id: 'redefined-metric',
    says: 'Tickets per account jump in the seventh month before the open one because chats with a person count since then. By e-mail and portal nothing changed.',
    look: 'Ticket rate by month with its notes; then without the channel chat.',
    figures: { before: 0.395, after: 0.547, beforeWithoutChat: 0.395, afterWithoutChat: 0.406 },
  },
  flat: {
    id: 'launch-without-effect',
    says: 'The shared home was meant to lift active accounts from 93 to 97 % of paying ones. Sixty days after its launch they stand where they stood.',
    look: 'Active accounts around the note of the launch, and adoption of the feature shared-home.',
    figures: { before: 0.931, afterSixtyDays: 0.924, adoption: 0.045 },
  },
  slip: {
    id: 'slipping-dependency',
    says: 'Regional data export waits for the read path of the query engine, which was promised before it is needed and has slipped twice.',
    look: 'Dependencies by the day they are needed: the promise to Polder Energy comes three weeks late.',
    figures: { firstPromise: -7, lastPromise: 21, slips: 2, revenueThatWaits: 212_013 },
  },
  beta: {
    id: 'beta-that-lifts',
    says: 'Insights adoption rises since the beta of Alerts, and only among the 73 accounts in it.',
    look: 'Feature adoption of Insights before and after the note of the beta, in the beta and outside.',
    figures: { accounts: 73, before: 0.289, now: 0.337, betaBefore: 0.384, betaNow: 0.562, othersBefore: 0.254, othersNow: 0.255 },
  },
  leak: {
    id: 'release-that-leaked',
    says: 'Most defects of the self-service sign-on were found by customers, within six weeks of its release. Every other release lets through a tenth.',
    look: 'Escaped defects by release: what stands behind the figure, sorted by defects found after release.',
    figures: { before: 9, after: 13, shareOfOthers: 0.084 },
  },
  eager: {
    id: 'squad-that-over-commits',
    says: 'Connect promises twice as many items a sprint as it did half a year ago, and lands half of them. The other squads land what they promise.',
    look: 'Delivery predictability by team, before and after the fifth month back.',
    figures: { before: 0.845, now: 0.519, others: 0.849 },
  },
  orphan: {
    id: 'cost-that-nobody-owns',
    says: 'The observability bill has no class and no product. It doubles every ten months and is in no margin.',
    look: 'Product margin by product: the line (unallocated), and the services behind it.',
    figures: { first: 19_351, last: 100_932 },
  },
  cluster: {
    id: 'exits-in-one-place',
    says: 'Four platform engineers left within two months whom nobody wanted to lose.',
    look: 'Regretted attrition and the exits behind it, for administrators.',
    figures: { exits: 4, shareOfYear: 1 },
  },
  late: {
    id: 'experiment-registered-late',
    says: 'The digest experiment was written down twelve days after it began. Its win does not count.',
    look: 'Experiments that taught, last quarter: what stands behind the figure.',
    figures: { daysLate: 12 },
  },
  settled: {
    id: 'value-that-comes-sooner',
    says: 'Since the guided set-up of the eighth month back, small and mid-market accounts reach their first outcome in half the time. Enterprise still waits a month: its own security review comes first.',
    look: 'Time to value by segment, before and after the guided set-up.',
    figures: { smallBefore: 8, smallSince: 3, midBefore: 18, midSince: 7, enterpriseBefore: 32, enterpriseSince: 31 },
  },
} satisfies Readonly<Record<string, Story>>
